import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CallMatch } from '../../../infra/local/gate/gate.ts';
import { replaceSettings } from '../../../lib/settings/settings-table.ts';
import { type Hit, hitEveryCall } from '../../fixtures/every-call.ts';
import { customers, inOneGo } from './big-portfolio.ts';
import { type ExportFunctions, publish, startExports, storePartner } from './export-functions.ts';
import { deliverAll, filesOf, fresh, sha256 } from './export-runs.ts';

const RECIPIENTS = ['anna@contoso.example', 'bo@contoso.example'];

let exports: ExportFunctions;
beforeAll(async () => {
  // Every step ends after its first part.
  exports = await startExports({ stepSeconds: 0.000_001 });
  await storePartner(exports.tables, { recipients: RECIPIENTS });
  // An export for each call that can be hit is more than partners ask for.
  await replaceSettings(exports.tables.licensing, {
    limitsPerPartner: { exportsPerHour: 10_000, mailsPerDay: 10_000 },
  });
});
afterAll(() => exports.stop());

const mailsTo = (recipients: readonly string[]) =>
  Promise.all(recipients.map(async (recipient) => (await exports.mailsTo(recipient)).length));

/** Orders an export, which is run while it is hit; `check` delivers the rest and tells the mails of each recipient. */
const ordered = async (email: readonly string[]) => {
  await exports.emptyMailbox();
  const exportId = await exports.order({ reports: ['deployment', 'usage'], email });
  const [first = fresh(exportId)] = await exports.takeMessages();
  const undelivered: (typeof first)[] = [];
  return {
    // What a killed function was told comes again, also where it had come to its end.
    run: () => deliverAll(exports, first, (message) => undelivered.push(message)),
    finish: async () => {
      for (const message of [first, ...undelivered]) await deliverAll(exports, message);
      const files = await filesOf(exports, exportId);
      const arrived = await mailsTo(email);
      const { mails } = await exports.show(exportId);
      return { files, mails: mails.map(({ status }, index) => ({ status, arrived: arrived[index] ?? 0 })) };
    },
  };
};

test('an export that loses an answer or is killed at any call is whole and mails nobody twice', {
  timeout: 240_000,
}, async () => {
  const rows = customers(2);
  await publish(exports.tables, rows);
  const expected = sha256(inOneGo(rows));
  const unconfirmed: Record<Hit, number[]> = { 'lost-answer': [], killed: [] };
  const prepare = async () => {
    const { run, finish } = await ordered(RECIPIENTS);
    const check = async (hit: Hit) => {
      const { files, mails } = await finish();
      expect(files).toMatchObject([{ sha256: expected }, { rows: 2 }]);
      for (const { status, arrived } of mails) {
        expect(['sent', 'unconfirmed']).toContain(status);
        expect(arrived).toBeLessThanOrEqual(1);
        if (status === 'sent') expect(arrived).toBe(1);
      }
      unconfirmed[hit].push(mails.filter(({ status }) => status === 'unconfirmed').length);
    };
    return { run, check };
  };
  const hits = await hitEveryCall({ faults: [exports.faults, exports.tables.faults], prepare });
  expect(hits).toBeGreaterThan(20);
  // Nobody can know when the answer of SES is lost, or who was killed between a claim and what became of it.
  const isOne = (mails: number) => mails > 0;
  expect(unconfirmed['lost-answer'].filter(isOne)).toEqual([1, 1]);
  expect(unconfirmed.killed.filter(isOne)).toEqual([1, 1, 1, 1]);
});

/** The calls that only a file of more than one part needs. */
const MULTIPART: readonly CallMatch[] = [
  { service: 's3', operation: 'CreateMultipartUpload' },
  { service: 's3', operation: 'UploadPart' },
  { service: 's3', operation: 'CompleteMultipartUpload' },
];

test('a file of two parts is whole where an answer of its parts is lost or the function is killed there', {
  timeout: 240_000,
}, async () => {
  const rows = customers(54);
  await publish(exports.tables, rows);
  const expected = sha256(inOneGo(rows));
  const prepare = async () => {
    const { run, finish } = await ordered([]);
    return {
      run,
      check: async () => expect((await finish()).files).toMatchObject([{ sha256: expected }, { rows: 54 }]),
    };
  };
  expect(await hitEveryCall({ faults: [exports.faults], matches: MULTIPART, prepare })).toBe(4);
});
