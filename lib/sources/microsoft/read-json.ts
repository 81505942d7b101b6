import type * as z from 'zod';
import type { OutboundAnswer } from '../../outbound/call.ts';
import { readText } from '../../outbound/read-text.ts';
import { refuse } from './obstacles.ts';

/** Reads a JSON answer whole, by its schema. Throws `answer_unusable`, naming what was asked for, and CallFailed. */
export const readJson = async <Schema extends z.ZodType>(
  { body }: OutboundAnswer,
  schema: Schema,
  what: string,
): Promise<z.output<Schema>> => {
  const read = schema.safeParse(parse(await readText(body), what));
  if (read.success) return read.data;
  const { path = [], message = '' } = read.error.issues[0] ?? {};
  throw refuse(
    'answer_unusable',
    `${what}: the answer is not as expected: ${[...path.map(String), message].join(' ')}`,
  );
};

const parse = (text: string, what: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw refuse('answer_unusable', `${what}: the answer is no JSON`);
  }
};
