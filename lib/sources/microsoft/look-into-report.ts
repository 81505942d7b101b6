import { parse } from 'csv-parse/sync';
import { foldColumn, recogniseHeader } from '../../imports/formats/kinds/recognise-header.ts';
import { prevailingMode } from '../../values/identity-mode.ts';
import { refuse } from './obstacles.ts';
import type { ReportKind } from './what-is-asked.ts';

/** What a header and some dozens of users take: a row has about 300 bytes. */
const LOOKED_AT_BYTES = 32_768;
const USER = foldColumn('User Principal Name');

/**
 * Looks at the beginning of a report while it is downloaded, and gives back all of it; `undefined` when no row
 * follows its header. Throws `answer_unusable` when it is no report of the kind, `names_concealed` when most of the first users go by
 * stand-ins: lists of Graph name everybody, and the two cannot be joined.
 */
export const lookIntoReport = async (
  body: AsyncIterable<Buffer>,
  kind: ReportKind,
  what: string,
): Promise<AsyncIterable<Buffer> | undefined> => {
  const chunks = body[Symbol.asyncIterator]();
  const seen: Buffer[] = [];
  let [size, ended] = [0, false];
  while (size < LOOKED_AT_BYTES && !ended) {
    const { done, value } = await chunks.next();
    if (done) ended = true;
    else {
      seen.push(value);
      size += value.length;
    }
  }
  try {
    const beginning = Buffer.concat(seen).subarray(0, LOOKED_AT_BYTES);
    if (!hasRows(beginning, ended && size <= LOOKED_AT_BYTES, kind, what)) return undefined;
  } catch (error) {
    await chunks.return?.();
    throw error;
  }
  return (async function* () {
    try {
      yield* seen.splice(0);
      for (;;) {
        const { done, value } = await chunks.next();
        if (done) return;
        yield value;
      }
    } finally {
      await chunks.return?.();
    }
  })();
};

const hasRows = (beginning: Buffer, isWhole: boolean, kind: ReportKind, what: string): boolean => {
  if (beginning.length === 0) return false;
  const [columns = [], ...rows] = recordsOf(beginning.toString('utf8'), isWhole);
  if (recogniseHeader(columns)?.kind !== kind)
    throw refuse('answer_unusable', `${what}: the answer is not this report`);
  const userAt = columns.findIndex((name) => foldColumn(name) === USER);
  const users = rows.flatMap((row) => row[userAt] ?? []);
  if (prevailingMode(users) === 'concealed') throw refuse('names_concealed', what);
  return rows.length > 0 || !isWhole;
};

/** The records of the beginning of a file, without the last one where it may be cut off. What is no CSV has none. */
const recordsOf = (text: string, isWhole: boolean): string[][] => {
  const whole = isWhole ? text : text.slice(0, text.lastIndexOf('\n') + 1);
  try {
    return parse(whole, { bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true });
  } catch {
    return [];
  }
};
