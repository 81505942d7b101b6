import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordDownload } from '../../../lib/exports/job/export-download-table.ts';
import { addRecipients, readExport } from '../../../lib/exports/job/export-job-table.ts';
import { customerRow } from '../../unit/exports/contoso.ts';
import { type ExportFunctions, NOW, publish, startExports, storePartner } from './export-functions.ts';

let exports: ExportFunctions;
beforeAll(async () => {
  exports = await startExports({ stepSeconds: 0.000_001 });
  await storePartner(exports.tables, { recipients: ['anna@contoso.example'] });
  await publish(exports.tables, [customerRow()]);
  const exportId = await exports.order({ reports: ['deployment', 'usage'], email: ['anna@contoso.example'] });
  await exports.drain();
  const [mail] = await exports.mailsTo('anna@contoso.example');
  await exports.follow(/\/d\/(\S+)/.exec(mail?.body.text ?? '')?.[1] ?? '');
  const { jobs } = exports.tables;
  await addRecipients(jobs, exportId, [{ recipient: 'bo@contoso.example', requestedBy: 'anna' }]);
  const job = await readExport(jobs, exportId, NOW);
  if (job) await recordDownload(jobs, job, { downloadedAt: NOW.toISOString(), downloadedBy: 'anna', name: 'a.csv' });
});
afterAll(() => exports.stop());

/** An item's key without what is random in it. */
const kindOf = ({ job, item }: Record<string, unknown>): string =>
  `${String(job).split('#')[0]} ${String(item).split('#')[0]}`;

test("a partner's index holds its exports and nothing else of them", async () => {
  const { jobs } = exports.tables;
  const { Items = [] } = await jobs.client.send(
    new QueryCommand({
      TableName: jobs.name,
      IndexName: 'by-portfolio',
      KeyConditionExpression: 'portfolio = :portfolio',
      ExpressionAttributeValues: { ':portfolio': 'contoso' },
    }),
  );
  expect(Items.map(kindOf)).toEqual(['export job']);
});
