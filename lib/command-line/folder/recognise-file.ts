import { open } from 'node:fs/promises';
import { csvLayout } from '../../imports/formats/csv-layout.ts';
import { encodingOf, textOf, withoutMarks } from '../../imports/formats/file-encoding.ts';
import { FileRefused } from '../../imports/formats/findings.ts';
import { readJsonList } from '../../imports/formats/json-list.ts';
import { recogniseHeader } from '../../imports/formats/kinds/recognise-header.ts';
import { LOOKED_AT, recogniseForeignItems } from '../../imports/formats/kinds/recognise-items.ts';

/** What a file is by its content: the kind of import that takes it, or a sentence that says why none does. */
export type Recognised = { readonly kind: string } | { readonly unknown: string };

/** How much of a file is looked at: the header of any CSV file, and the first items of any JSON document. */
const START_BYTES = 1_000_000;

/** Tells by the beginning of a file what it is, as the API does when it reads it. */
export const recogniseFile = async (absolutePath: string): Promise<Recognised> =>
  recogniseStart(await startOf(absolutePath));

const startOf = async (absolutePath: string): Promise<Buffer> => {
  const file = await open(absolutePath);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(START_BYTES), 0, START_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
};

const recogniseStart = async (start: Buffer): Promise<Recognised> => {
  if (start.length === 0) return { unknown: 'It is empty.' };
  const text = withoutMarks(textOf(start, encodingOf(start, 'utf-8'))).trimStart();
  return /^[[{]/u.test(text) ? recogniseItems(text) : recogniseColumns(start);
};

const recogniseColumns = (start: Buffer): Recognised => {
  const { encoding, delimiter, headerAt } = csvLayout(start, 'utf-8');
  const [header = ''] = textOf(start.subarray(headerAt.byte), encoding).split(/[\r\n]/u, 1);
  const known = recogniseHeader(header.split(delimiter).map((name) => withoutMarks(name.replaceAll('"', ''))));
  if (known?.kind !== undefined) return { kind: known.kind };
  return { unknown: known ? `It looks like ${known.file}, which is not imported.` : 'No kind of file has its header.' };
};

/** Signs that no item shows: whatever is recognised then is no item of another kind, but of its own. */
const OF_NO_KIND = { call: '', list: 'value', properties: [] } as const;

const recogniseItems = async (text: string): Promise<Recognised> => {
  const items: unknown[] = [];
  try {
    await readJsonList(once(Buffer.from(text)), (item, at) => {
      if (at < LOOKED_AT) items.push(item);
    });
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error; // of a beginning, that it ends in the middle says nothing
  }
  const kind = recogniseForeignItems(items, OF_NO_KIND);
  if (kind !== undefined) return { kind };
  return { unknown: items.length === 0 ? 'It has no items in a list.' : 'No kind of file has such items.' };
};

async function* once(chunk: Buffer): AsyncGenerator<Buffer> {
  yield chunk;
}
