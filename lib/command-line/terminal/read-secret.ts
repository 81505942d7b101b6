import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { type Terminal, UsageError } from './terminal.ts';

/**
 * The first line of standard input, which is where a secret belongs: arguments are seen by everybody on the machine. At a
 * terminal it is asked for by `question`, and not shown. Throws a UsageError where there is none.
 */
export const readSecret = async ({ stdin, stderr }: Terminal, question: string): Promise<string> => {
  if (stdin.isTTY) stderr.write(`${question}: `);
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: silence, terminal: stdin.isTTY === true });
  try {
    for await (const line of lines) if (line.trim() !== '') return line.trim();
  } finally {
    lines.close();
    if (stdin.isTTY) stderr.write('\n');
  }
  throw new UsageError(`${question}: nothing came on standard input.`);
};
