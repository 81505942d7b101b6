import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CallMatch } from '../../../infra/local/gate/gate.ts';
import { customers, inOneGo } from './big-portfolio.ts';
import { type ExportFunctions, publish, startExports, storePartner } from './export-functions.ts';
import { deliverAll, filesOf, fresh, sha256 } from './export-runs.ts';

/** Enough for a deployment.csv of two parts. */
const CUSTOMERS = 54;

let exports: ExportFunctions;
let expected: string;
beforeAll(async () => {
  // Every step ends after its first part.
  exports = await startExports({ stepSeconds: 0.000_001 });
  await storePartner(exports.tables);
  const rows = customers(CUSTOMERS);
  await publish(exports.tables, rows);
  expected = sha256(inOneGo(rows));
});
afterAll(() => exports.stop());
beforeEach(() => {
  exports.faults.clear();
  exports.tables.faults.clear();
});

/** The calls of an export of both reports, and how often each is made. */
const points: [CallMatch, number][] = [
  [{ service: 'dynamodb', operation: 'GetItem' }, 4],
  [{ service: 'dynamodb', operation: 'UpdateItem' }, 4],
  [{ service: 'dynamodb', operation: 'PutItem' }, 1],
  [{ service: 's3', operation: 'GetObject' }, 2],
  [{ service: 's3', operation: 'CreateMultipartUpload' }, 1],
  [{ service: 's3', operation: 'UploadPart' }, 2],
  [{ service: 's3', operation: 'CompleteMultipartUpload' }, 1],
  [{ service: 's3', operation: 'PutObject' }, 1],
  [{ service: 'sqs', operation: 'SendMessageBatch' }, 1],
];

/** Makes the nth matching call from now on fail for good. Returns how many matching calls were met. */
const breakOff = (match: CallMatch, nth: number): (() => number) => {
  const faults = match.service === 'dynamodb' ? exports.tables.faults : exports.faults;
  let met = 0;
  const watch = (): void =>
    faults.before(match, () => {
      met += 1;
      if (met === nth) faults.inject({ ...match, times: 1, kind: { status: 400, code: 'InjectedFault' } });
      watch();
    });
  watch();
  return () => met;
};

test.each(points.flatMap(([match, times]) => Array.from({ length: times }, (_, n) => ({ ...match, nth: n + 1 }))))(
  'an export that breaks off at $operation ($service) number $nth is completed with the same bytes',
  async ({ nth, ...match }) => {
    const exportId = await exports.order({ reports: ['deployment', 'usage'] });
    const [message] = await exports.takeMessages();
    const met = breakOff(match, nth);
    await deliverAll(exports, message ?? fresh(exportId));
    expect(met()).toBeGreaterThanOrEqual(nth);
    exports.faults.clear();
    exports.tables.faults.clear();
    const [deployment, usage] = await filesOf(exports, exportId);
    expect(deployment?.sha256).toBe(expected);
    expect(usage?.rows).toBe(CUSTOMERS);
  },
);
