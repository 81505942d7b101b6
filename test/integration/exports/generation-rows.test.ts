import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type NumberedRow, type RowsFrom, readRows } from '../../../lib/exports/files/generation-rows.ts';
import { type Generation, generationKeys } from '../../../lib/portfolio/generation/generation.ts';
import { putObject } from '../../../lib/storage/object-store.ts';
import { customerRow, generationOfContoso } from '../../unit/exports/contoso.ts';
import { type ExportFunctions, publish, startExports } from './export-functions.ts';

let exports: ExportFunctions;
beforeAll(async () => {
  exports = await startExports();
});
afterAll(() => exports.stop());

const read = async (generation: Generation, from: RowsFrom): Promise<NumberedRow[]> => {
  const rows: NumberedRow[] = [];
  for await (const row of readRows('portfolios', generation, from)) rows.push(row);
  return rows;
};

test('a step begins at the page that holds its line, and reads the same rows as from the beginning', async () => {
  const customers = Array.from({ length: 70 }, (_, at) => customerRow({ customerId: `customer-${at}` }));
  const generation = await publish(exports.tables, customers);
  const all = await read(generation, { line: 0 });
  expect(all.map(({ line, row }) => [line, row.customerId])).toEqual(
    customers.map(({ customerId }, line) => [line, customerId]),
  );
  expect([...new Set(all.map(({ member }) => member.line))]).toEqual([0, 20, 40, 60]);
  const member = all[45]?.member;
  expect(member?.at).toBeGreaterThan(0);

  const { rows: key } = generationKeys(generation);
  expect(await read(generation, { line: 46, member })).toEqual(all.slice(46));
  // Nothing before the page is looked at.
  const pages = [...new Map(all.map(({ member: { at, line } }) => [at, line])).keys()];
  const damaged = Buffer.concat([Buffer.alloc(pages[2] ?? 0), gzipSync(`${JSON.stringify(customerRow())}\n`)]);
  await putObject('portfolios', key, damaged, 'application/gzip');
  expect((await read(generation, { line: 40, member })).map(({ line }) => line)).toEqual([40]);
  await expect(read(generation, { line: 40 })).rejects.toThrow('Its rows cannot be unpacked');
});

test('a line that is no customer is named', async () => {
  const generation = generationOfContoso({ generationId: '00000000-0000-4000-8000-00000000000f' });
  const line = `${JSON.stringify(customerRow())}\n`;
  const bytes = Buffer.concat([gzipSync(line + line), gzipSync(`${line}{"customerId":"b"}\n`)]);
  await putObject('portfolios', generationKeys(generation).rows, bytes, 'application/gzip');
  await expect(read(generation, { line: 0 })).rejects.toThrow('Its line 4 is not a customer');
});
