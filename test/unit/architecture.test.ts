import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');

interface Import {
  readonly from: string;
  /** A path from the project's root, or the name of a package or built-in. */
  readonly to: string;
  readonly ofOurs: boolean;
  /** The import as it is written. */
  readonly text: string;
}

const importsBelow = (folder: string): Import[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => importsOf(join(folder, file)));

const IMPORT = /^(?:import|export)\b[^;'=(]*?\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm;

const importsOf = (from: string): Import[] =>
  [...readFileSync(join(ROOT, from), 'utf8').matchAll(IMPORT)].map(([text, ...names]) => {
    const named = names.find((name) => name !== undefined) ?? '';
    const ofOurs = named.startsWith('.');
    return { from, to: ofOurs ? normalize(join(dirname(from), named)) : named, ofOurs, text };
  });

/** Imports of files of ours that the rule does not allow, as `from → to`. */
const forbidden = (imports: readonly Import[], allowed: (one: Import) => boolean): string[] =>
  imports.filter((one) => one.ofOurs && !allowed(one)).map((one) => `${one.from} → ${one.to}`);

const folderOf = (path: string): string => path.split('/').slice(0, 2).join('/');

test('the stack knows of functions only their environment and their routes', () => {
  const stack = importsBelow('infra').filter(({ from }) => !/^infra\/(?:local|operate)\//.test(from));
  expect(stack.length).toBeGreaterThan(50);
  expect(
    forbidden(
      stack,
      ({ to }) =>
        to === 'cdk.json' ||
        (to.startsWith('infra/') && !/^infra\/(?:local|operate)\//.test(to)) ||
        /^functions\/[^/]+\/(?:env|routes)\.ts$/.test(to),
    ),
  ).toEqual([]);
});

test('the stack knows nothing of the commands for who operates it, nor do functions', () => {
  const others = ['infra', 'functions', 'lib']
    .flatMap(importsBelow)
    .filter(({ from }) => !from.startsWith('infra/operate/'));
  expect(forbidden(others, ({ to }) => !to.startsWith('infra/operate/'))).toEqual([]);
});

test('commands for a deployed stage know the library, the settings and a tag, and neither constructs nor functions', () => {
  const commands = importsBelow('infra/operate');
  expect(commands.length).toBeGreaterThan(50);
  expect(
    forbidden(
      commands,
      ({ to }) =>
        to.startsWith('infra/operate/') ||
        to.startsWith('lib/') ||
        ['infra/stages.ts', 'infra/installation.ts', 'infra/constructs/session-secret-tag.ts'].includes(to),
    ),
  ).toEqual([]);
});

test('what the stack knows of a function leads to no code of it', () => {
  const known = importsBelow('functions').filter(({ from }) => /^functions\/[^/]+\/(?:env|routes)\.ts$/.test(from));
  expect(new Set(known.map(({ to }) => to))).toEqual(new Set(['zod']));
});

test('the local runtime knows only what was synthesized; only its sample data is made of the product', () => {
  const runtime = importsBelow('infra/local').filter(({ from }) => !from.startsWith('infra/local/sample/'));
  // What Microsoft sells is no code of the product: a stand-in that shared its parsers would share their errors.
  const published = (from: string, to: string) =>
    from.startsWith('infra/local/microsoft/') && /^lib\/catalogue\/microsoft-[a-z-]+\.json$/.test(to);
  expect(forbidden(runtime, ({ from, to }) => to.startsWith('infra/local/') || published(from, to))).toEqual([]);
});

test('functions know the library and themselves; the description of the API also what the others take', () => {
  const describes = ({ from, to }: Import) =>
    from.startsWith('functions/describe-api/') && /^functions\/[^/]+\/request\.ts$/.test(to);
  const imports = importsBelow('functions');
  expect(imports.length).toBeGreaterThan(50);
  expect(
    forbidden(imports, (one) => one.to.startsWith('lib/') || folderOf(one.to) === folderOf(one.from) || describes(one)),
  ).toEqual([]);
});

test('the library knows only itself', () => {
  expect(forbidden(importsBelow('lib'), ({ to }) => to.startsWith('lib/'))).toEqual([]);
});

/** The rooms of the library from the ground up. A file imports from its own room and from those below, types included. */
const FLOORS = [
  'lib/time',
  'lib/problem',
  'lib',
  'lib/observability',
  'lib/outbound',
  'lib/storage',
  'lib/values',
  'lib/access',
  'lib/audit',
  'lib/catalogue',
  'lib/catalogue/names',
  'lib/catalogue/store',
  'lib/catalogue/change',
  'lib/jobs',
  'lib/customers',
  'lib/licensing',
  'lib/licensing/identities',
  'lib/licensing/posted',
  'lib/activity',
  'lib/http',
  'lib/insights/count',
  'lib/insights/run',
  'lib/insights/view/figures',
  'lib/insights/view/rules',
  'lib/insights/view',
  'lib/settings',
  'lib/portfolio/generation',
  'lib/portfolio/index',
  'lib/portfolio',
  'lib/exports/job',
  'lib/exports/files',
  'lib/exports/links',
  'lib/exports/mail',
  'lib/reading',
  'lib/imports/formats',
  'lib/imports/formats/products',
  'lib/imports/formats/presets',
  'lib/imports/formats/kinds',
  'lib/imports/job',
  'lib/sources',
  'lib/sources/microsoft',
  'lib/imports/undo',
  'lib/imports/formats/readers',
  'lib/imports/usage',
  'lib/imports/steps',
  'lib/sources/kinds',
  'lib/sources/store',
  'lib/sources/collecting',
  'lib/sources/managing',
  'lib/erasure/job',
  'lib/erasure/stages',
  'lib/erasure',
  'lib/client',
  'lib/command-line/terminal',
  'lib/command-line/folder',
  'lib/command-line/commands',
  'lib/command-line',
];

/** The rooms of the pages, likewise; the pages themselves do not know each other. */
const SITE = ['parts', 'charts', 'session', 'site'];
const PAGES = ['portfolio', 'customer', 'figures', 'exports', 'imports', 'sources', 'sign-in'];

test('the rooms of the library stand on floors, and every import leads downward', () => {
  const imports = importsBelow('lib');
  const floorOf = (path: string): number => FLOORS.indexOf(dirname(path));
  expect([...new Set(imports.map(({ from }) => dirname(from)))].filter((room) => !FLOORS.includes(room))).toEqual([]);
  expect(forbidden(imports, ({ from, to }) => floorOf(to) <= floorOf(from))).toEqual([]);
});

test('each page of the dashboard stands on the site and knows no other page', () => {
  const DASHBOARD = 'functions/dashboard';
  const roomOf = (path: string): string => path.slice(DASHBOARD.length + 1).split('/')[0] ?? '';
  const isBelow = (to: string, from: string): boolean =>
    to === from || (SITE.includes(to) && SITE.indexOf(to) <= (SITE.includes(from) ? SITE.indexOf(from) : SITE.length));
  const imports = importsBelow(DASHBOARD).filter(
    ({ from, to }) => from.includes('/', DASHBOARD.length + 1) && to.startsWith(DASHBOARD),
  );
  expect([...new Set(imports.map(({ from }) => roomOf(from)))].sort()).toEqual([...SITE, ...PAGES, 'browser'].sort());
  expect(
    forbidden(
      imports,
      ({ from, to }) => /^functions\/dashboard\/(env|routes)\.ts$/.test(to) || isBelow(roomOf(to), roomOf(from)),
    ),
  ).toEqual([]);
});

/** What each file leads to, by one of the imports or by several. */
const reachBy = (imports: readonly Import[]): ((file: string) => ReadonlySet<string>) => {
  const leadsTo = Map.groupBy(
    imports.filter(({ ofOurs }) => ofOurs),
    ({ from }) => from,
  );
  const reached = new Map<string, ReadonlySet<string>>();
  return (file) => {
    const known = reached.get(file);
    if (known) return known;
    const found = new Set<string>();
    for (const open = [file]; open.length > 0; )
      for (const { to } of leadsTo.get(open.pop() ?? '') ?? [])
        if (!found.has(to)) {
          found.add(to);
          open.push(to);
        }
    reached.set(file, found);
    return found;
  };
};

/** Groups of files each of which leads to all others of its group by imports, types included. */
const circlesOf = (imports: readonly Import[]): string[][] => {
  const reachOf = reachBy(imports);
  const inCircles = [...new Set(imports.map(({ from }) => from))].filter((file) => reachOf(file).has(file));
  const circles = Map.groupBy(inCircles, (file) =>
    [...reachOf(file)]
      .filter((other) => reachOf(other).has(file))
      .sort()
      .join(' '),
  );
  return [...circles.values()].map((files) => files.sort());
};

test('what is written under a condition is written by the one file that knows its own writes again', () => {
  const files = ['lib', 'functions'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  );
  const conditional = files.filter(
    (file) => /\.tsx?$/.test(file) && /\bConditionExpression\b/.test(readFileSync(join(ROOT, file), 'utf8')),
  );
  expect(conditional).toEqual(['lib/storage/conditional-write.ts']);
});

test('no files import each other in a circle, not even types', () => {
  expect(circlesOf(['lib', 'functions', 'infra', 'test', 'bench'].flatMap(importsBelow))).toEqual([]);
});

test('no function carries the readers of files but the one that reads them', () => {
  const imports = ['functions', 'lib'].flatMap(importsBelow).filter(({ text }) => !text.startsWith('import type '));
  const reachOf = reachBy(imports);
  const handlers = new Set(imports.map(({ from }) => from).filter((file) => file.endsWith('/handler.ts')));
  const carries = (file: string) => [...reachOf(file)].some((to) => to.startsWith('lib/imports/formats/readers/'));
  expect([...handlers].filter(carries)).toEqual(['functions/import-file/handler.ts']);
});

/** Packages whose functions give the same for the same, and reach nothing outside. */
const PURE_PACKAGES = [
  'zod',
  'csv-parse',
  'd3-scale',
  'd3-shape',
  'preact',
  'preact-render-to-string',
  'hash-wasm',
  'ipaddr.js',
  'remove-accents',
];

/** Middleware that writes the log, and so reaches outside, without waiting for anything. */
const MIDDLEWARE = ['error-answers', 'http-chain', 'log-requests', 'problem-answers'].map(
  (name) => `lib/http/${name}.ts`,
);

const isPurePackage = ({ to, text }: Import): boolean =>
  PURE_PACKAGES.some((name) => to === name || to.startsWith(`${name}/`)) ||
  text.startsWith('import type ') ||
  /^import \{ create(?:Hash|Hmac) \} from 'node:crypto'$/.test(text);

/**
 * The files that reach outside: by a package or a built-in, or by waiting for another file that does. What waits for
 * nothing has nothing to do with them.
 */
const filesReachingOutside = (imports: readonly Import[]): ReadonlySet<string> => {
  const reaching = new Set(imports.filter((one) => !one.ofOurs && !isPurePackage(one)).map(({ from }) => from));
  for (const file of MIDDLEWARE) reaching.add(file);
  const waiting = imports.filter(({ from }) => /\b(?:async|await)\b/.test(readFileSync(join(ROOT, from), 'utf8')));
  for (let before = -1; before < reaching.size; ) {
    before = reaching.size;
    for (const { from, to } of waiting) if (reaching.has(to)) reaching.add(from);
  }
  return reaching;
};

test('pure files import pure files and pure packages only', () => {
  const imports = importsBelow('lib').filter(({ text }) => !text.startsWith('import type '));
  const reaching = filesReachingOutside(imports);
  const pure = imports.filter(({ from }) => !reaching.has(from));
  expect(pure.length).toBeGreaterThan(50);
  expect(forbidden(pure, ({ to }) => !reaching.has(to))).toEqual([]);
});

test('the core is pure', () => {
  const core = [
    'lib/activity/calendar.ts',
    'lib/exports/files/csv.ts',
    'lib/exports/files/reports.ts',
    'lib/insights/count/make-snapshot.ts',
    'lib/insights/count/percent.ts',
    'lib/insights/count/seats.ts',
    'lib/licensing/assignment.ts',
    'lib/licensing/subscription.ts',
    'lib/portfolio/generation/sums.ts',
    'lib/portfolio/index/open-index.ts',
    'lib/portfolio/index/select.ts',
    'lib/time/day.ts',
  ];
  const reaching = filesReachingOutside(importsBelow('lib'));
  expect(core.filter((file) => reaching.has(file) || !existsSync(join(ROOT, file)))).toEqual([]);
});

/** All files that a file leads to by its imports, those of types apart, itself included. */
const reachedFrom = (file: string, imports: ReadonlyMap<string, readonly Import[]>): ReadonlySet<string> => {
  const reached = new Set([file]);
  for (const one of reached)
    for (const { to, ofOurs, text } of imports.get(one) ?? [])
      if (ofOurs && !text.startsWith('import type ')) reached.add(to);
  return reached;
};

const handlers = readdirSync(join(ROOT, 'functions'))
  .map((name) => `functions/${name}/handler.ts`)
  .filter((file) => existsSync(join(ROOT, file)));

test.each([
  ['lib/access/replace-access.ts', 'manage-access'],
  // An operator's list of customers comes as a file, and that function reads all files; it asks whose list it is.
  ['lib/portfolio/put-customer.ts', 'import-file manage-access'],
  // Sources create what a service lists as a partner's customers, and link it to nobody else.
  ['lib/portfolio/relink-customer.ts', 'collect-source dashboard erase-data import-file manage-access manage-sources'],
])('%s is reached only by what may say whose a customer is: %s', (writer, allowed) => {
  const imports = Map.groupBy(['functions', 'lib'].flatMap(importsBelow), ({ from }) => from);
  const reaching = handlers.filter((handler) => reachedFrom(handler, imports).has(writer));
  expect(reaching).toEqual(allowed.split(' ').map((name) => `functions/${name}/handler.ts`));
});

/** A handler is a table of contents: read, compute, write. */
const LONGEST_HANDLER_LINES = 45;

test('handlers say what happens, and leave how to the library', () => {
  const linesOf = (file: string) => readFileSync(join(ROOT, file), 'utf8').trimEnd().split('\n').length;
  expect(handlers.length).toBeGreaterThan(10);
  expect(handlers.filter((file) => linesOf(file) > LONGEST_HANDLER_LINES)).toEqual([]);
});

test('only what reads what is stored takes a user id for one that may be stored; all others name users by the stage', () => {
  const readers = [
    'lib/insights/run/running-table.ts',
    'lib/licensing/assignments-table.ts',
    'lib/licensing/identities/identities-table.ts',
    'lib/imports/undo/user-as-before.ts',
    'lib/values/user-names.ts',
  ];
  const takers = ['lib', 'functions', 'infra']
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
    )
    .filter(
      (file) =>
        /\.tsx?$/u.test(file) && /\bstoredUserId\b|as StoredUserId\b/u.test(readFileSync(join(ROOT, file), 'utf8')),
    );
  expect(takers.sort()).toEqual(readers.sort());
});

test('own names are nowhere given to users but where a stage has settled on them', () => {
  const takers = ['lib', 'functions']
    .flatMap(importsBelow)
    .filter(({ to, text }) => to === 'lib/values/user-names.ts' && /\b(?:OWN_NAMES|pseudonymsBy)\b/u.test(text));
  expect(takers.map(({ from }) => from)).toEqual(['lib/licensing/user-names-table.ts']);
});
