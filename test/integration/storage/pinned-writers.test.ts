import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CURSORS, ITEMS, MESSAGES, OBJECTS, SEALED } from './pinned-shapes.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** What puts something where a later version finds it. */
const WRITES = [
  /\bnew (?:Put|Update|TransactWrite|BatchWrite|PutObject|CopyObject|CreateMultipartUpload|SendMessage|SendMessageBatch|StartMessageMoveTask)(?:Item)?Command\b/u,
  /\b(?:changeUnderRevision|writeUnderRevision|putUnderCondition|updateUnderCondition|putObject|sendMessages|encodeCursor)\(/u,
  /\.seal\(/u,
];

/** Files that others write by: what they are given is pinned where it comes from. */
const BY_OTHERS = [
  'licensing/keeping.ts',
  'storage/conditional-write.ts',
  'storage/revision.ts',
  'storage/object-store.ts',
  'jobs/queue.ts',
  'values/cursor.ts',
];

/** What each file that writes is pinned by. A file that moves keeps its name here, one that is renamed gets its new one. */
const PINNED_BY: Readonly<Record<string, readonly string[]>> = {
  'accept-export.ts': ['exports'],
  'audit-table.ts': ['Jobs audit#{month} | {instant}#{uuid}'],
  'activity-table.ts': ['Activity {customer} | {address}'],
  'assignment-list-table.ts': ['Licensing customer#{customer} | assignment-list'],
  'assignments-table.ts': ['Licensing customer#{customer} | assignment#{address}'],
  'coverage-table.ts': ['Licensing customer#{customer} | coverage'],
  'customer-insights.ts': ['GET /v1/customers/{id}/insights/history'],
  'customer-table.ts': ['Licensing customer#{customer} | profile'],
  'budget-table.ts': ['Jobs budget#reports#{uuid} | 20'],
  'collect-first.ts': ['collections'],
  'collect-now.ts': ['collections'],
  'collect-source/handler.ts': ['collections'],
  'collection-table.ts': [
    'Jobs collection#{customer} | {portfolio}#microsoft',
    'Jobs collection#{customer} | {portfolio}#own',
  ],
  'credentials-secret.ts': ['Licensing partner#{portfolio} | source-credentials'],
  'discovery-table.ts': ['Jobs discovery#{portfolio} | microsoft'],
  'due-sources.ts': ['collections'],
  'end-job/handler.ts': ['exports', 'imports', 'collections'],
  'accept-erasure.ts': ['erasures'],
  'erase-data/handler.ts': ['erasures'],
  'erasure-job-table.ts': ['Jobs erasure#{uuid} | job'],
  'generations.ts': ['publishes'],
  'receipt-bucket.ts': ['uploads erasures/{instant}/{uuid}.json'],
  'relink-customer.ts': ['publishes'],
  'replay-erasures.ts': ['erasures'],
  'user-stages.ts': ['runs'],
  'export-attempt-table.ts': ['Jobs export#{uuid} | attempt#{uuid}'],
  'export-bucket.ts': ['Jobs export#{uuid} | job'], // files for people, which the product does not read: only where they lie
  'export-download-table.ts': ['Jobs export#{uuid} | download#{instant}#{uuid}'],
  'export-job-table.ts': ['Jobs export#{uuid} | job'],
  'export-mail-table.ts': ['Jobs export#{uuid} | mail#{address}'],
  'generation-pointer.ts': ['Insights portfolio#{portfolio} | current'],
  'identities-table.ts': ['Licensing customer#{customer} | identity#{address}', 'GET /v1/customers/{id}/identities'],
  'import-file/handler.ts': ['imports'],
  'import-job-table.ts': ['Jobs import#{uuid} | job'],
  'running-table.ts': [
    'Insights customer#{customer} | recalculation#{day}',
    'Insights customer#{customer} | recalculation#{day} | body',
  ],
  'recalculate-customer/handler.ts': ['recalculations'],
  'snapshot-table.ts': ['Insights customer#{customer} | {day}', 'Insights customer#{customer} | {day} | body'],
  'kept-bucket.ts': [
    'uploads replaced/{customer}/{uuid}/assignment-list/{sha256}.json.gz',
    'uploads replaced/{customer}/{uuid}/coverage/{sha256}.json.gz',
    'uploads replaced/{customer}/{uuid}/seat-totals/{sha256}.json.gz',
    'uploads replaced/{customer}/{uuid}/subscriptions/{sha256}.json.gz',
    'uploads replaced/{customer}/{uuid}/users/{sha256}.json.gz',
  ],
  'limit-use-table.ts': [
    'Jobs limit#{portfolio} | collectionsPerHour#{instant}',
    'Jobs limit#{portfolio} | exportsPerHour#{instant}',
    'Jobs limit#{portfolio} | importsPerDay#{instant}',
    'Jobs limit#{portfolio} | mailsPerDay#{instant}',
  ],
  'list-customers.ts': ['GET /v1/customers of an operator', 'GET /v1/customers of a partner'],
  'list-entries.ts': ['GET /v1/audit'],
  'list-jobs.ts': ['the list of exports', 'the list of imports'],
  'mailed-link-table.ts': ['Jobs link#{sha256} | link', 'Jobs link#{sha256} | use#{instant}#{uuid}'],
  'map-name.ts': ['imports'],
  'show-catalogue.ts': ['GET /v1/products'],
  'member-list.ts': ['Licensing partner#{portfolio} | customer#{customer}'],
  'own-entries-table.ts': ['Licensing catalogue | current', 'Licensing catalogue | current | body'],
  'partner-table.ts': ['Licensing partner#{portfolio} | deletion', 'Licensing partner#{portfolio} | profile'],
  'portfolio-day-table.ts': ['Insights portfolio#{portfolio} | {day}'],
  'portfolio.ts': ['GET /v1/portfolio'],
  'publication.ts': [
    'portfolios portfolios/{portfolio}/{day}/{uuid}/index.columns.gz',
    'portfolios portfolios/{portfolio}/{day}/{uuid}/rows.ndjson.gz',
    'finding falling-usage',
    'finding idle-seats',
    'finding lapsed-in-use',
    'finding low-deployment',
    'finding low-usage',
    'finding ready-to-grow',
    'finding renewal-at-risk',
    'finding support-load',
  ],
  'publish-portfolio/handler.ts': ['publishes'],
  'publish-late.ts': ['publishes'],
  'review-access/handler.ts': ['GET /v1/access', 'GET /v1/partners'],
  'preset-table.ts': ['Licensing presets | {portfolio}'],
  'reported-usage-table.ts': ['Licensing customer#{customer} | reported-usage#{portfolio}'],
  'list-earlier-access.ts': ['Licensing access#{subject} | profile'],
  'replace-access.ts': ['Licensing access#{subject} | profile'],
  'product-lists-table.ts': ['Licensing customer#{customer} | coverage'],
  'proposed-customer-table.ts': ['Licensing partner#{portfolio} | proposed#{uuid}'],
  'refresh-token-table.ts': [
    'Licensing customer#{customer} | refresh-token#{portfolio}#own',
    'Licensing partner#{portfolio} | refresh-token#microsoft',
  ],
  'request-run.ts': ['runs'],
  'take-previewed.ts': ['imports'],
  'request-undo.ts': ['imports'],
  'requested-runs-table.ts': [
    'Jobs recalculation#{portfolio} | all',
    'Jobs recalculation#{portfolio} | customer#{customer}',
  ],
  'seat-totals-table.ts': ['Licensing customer#{customer} | seat-totals#{source}'],
  'send-later.ts': ['exports'],
  'session.ts': ['__Host-seatpulse-session'],
  'settings-table.ts': ['Licensing settings | current'],
  'sign-out-table.ts': ['Jobs sign-out#{subject} | last'],
  'sign-in.ts': ['__Host-seatpulse-sign-in'],
  'source-table.ts': [
    'Licensing customer#{customer} | source#{portfolio}#microsoft',
    'Licensing customer#{customer} | source#{portfolio}#own',
    'Licensing partner#{portfolio} | source#microsoft',
  ],
  'keep-sources.ts': ['GET /v1/sources'],
  'take-held-file.ts': ['imports', 'collections'],
  'start-run.ts': ['recalculations', 'publishes'],
  'subscriptions-table.ts': ['Licensing customer#{customer} | subscriptions'],
  'support-cases-table.ts': ['Licensing customer#{customer} | support-cases#{portfolio}'],
  'undeliverable-table.ts': ['Jobs recipient#{address} | undeliverable'],
  'version-table.ts': ['Licensing catalogue | version#{version}', 'Licensing catalogue | version#{version} | body'],
  'write-export/handler.ts': ['exports'],
  'user-names-table.ts': ['Licensing user-names | current'],
};

/** A file of the library by its name, one of a function by its folder and name, as both have handlers. */
const nameOf = (path: string): string =>
  path
    .split('/')
    .slice(path.endsWith('/handler.ts') ? -2 : -1)
    .join('/');

const writers = ['lib', 'functions']
  .flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  )
  .filter((file) => /\.tsx?$/u.test(file) && !file.includes('/browser/'))
  .filter((file) => !BY_OTHERS.some((other) => file.endsWith(`/${other}`)))
  .filter((file) => WRITES.some((write) => write.test(readFileSync(join(ROOT, file), 'utf8'))))
  .map(nameOf);

test('every file that stores, sends or hands out something is named with what it is pinned by', () => {
  expect(writers.sort()).toEqual(Object.keys(PINNED_BY).sort());
});

test('every table file is one of them', () => {
  const tables = readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('-table.ts'),
  );
  expect(tables.map(nameOf).filter((name) => !(name in PINNED_BY))).toEqual([]);
});

test('every pin has a file that writes it, and every file a pin', () => {
  const pins = [ITEMS, OBJECTS, MESSAGES, CURSORS, SEALED].flatMap((shapes) => Object.keys(shapes));
  expect([...new Set(Object.values(PINNED_BY).flat())].sort()).toEqual(pins.sort());
});
