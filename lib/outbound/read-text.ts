import { CallFailed } from './failures.ts';

/** Reads a body that is small, whole: text in UTF-8, without the byte order mark at its beginning. Throws CallFailed. */
export const readText = async (body: AsyncIterable<Buffer>): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw new CallFailed('malformed', 'The answer is no text in UTF-8', cause);
  }
};
