import { QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordDownload } from '../../../lib/exports/job/export-download-table.ts';
import { addRecipients, readExport } from '../../../lib/exports/job/export-job-table.ts';
import { jobExpiry } from '../../../lib/jobs/retention.ts';
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

test('what is stored of exports, attempts, mails, links and uses has exactly these attributes', async () => {
  const { jobs } = exports.tables;
  const { Items = [] } = await jobs.client.send(new ScanCommand({ TableName: jobs.name }));
  const shapes = new Map(Items.map((item) => [kindOf(item), Object.keys(item).sort().join(' ')]));
  expect(Object.fromEntries(shapes)).toEqual({
    'export job':
      'attemptId createdAt expiresAt exportId files generation headline item job portfolio progress progressedAt recipients reports requestedBy sentLater status',
    'export download': 'downloadedAt downloadedBy expiresAt item job name',
    'export attempt': 'attemptId columns expiresAt files item job step',
    'export mail': 'claim claimedAt expiresAt item job links recipient status',
    'link link':
      'bytes createdAt expiresAt exportId generationStartedAt item job key name ownerPortfolio recipient validUntil',
    'link use': 'expiresAt item job method outcome usedAt userAgent',
  });
});

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

test('an export is forgotten after sixty days', async () => {
  const { jobs } = exports.tables;
  const { Items = [] } = await jobs.client.send(new ScanCommand({ TableName: jobs.name }));
  const job = Items.find((item) => item.item === 'job');
  expect(job?.expiresAt).toBe(jobExpiry(NOW.toISOString()));
  expect(job?.expiresAt).toBe(Math.floor(NOW.getTime() / 1000) + 60 * 86_400);
});
