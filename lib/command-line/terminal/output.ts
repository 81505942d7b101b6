import type { Writable } from 'node:stream';
import type { Terminal } from './terminal.ts';

/** Where a command's words go. */
export interface Output {
  /** A line for people: on standard output, or beside it where that is for JSON. */
  readonly say: (line: string) => void;
  /** The command's result: one JSON document, or these lines. */
  readonly give: (result: unknown, lines: readonly string[]) => void;
}

/** Writes to a terminal; with `json`, standard output holds the result as one JSON document and nothing else. */
export const outputTo = ({ stdout, stderr }: Terminal, json: boolean): Output => ({
  say: (line) => writeLine(json ? stderr : stdout, line),
  give: (result, lines) => {
    if (json) stdout.write(`${JSON.stringify(result)}\n`);
    else for (const line of lines) writeLine(stdout, line);
  },
});

/** Writes a line of words that may come from a file or a server, and so may hold what moves a terminal's cursor. */
export const writeLine = (stream: Writable, line: string): void => {
  stream.write(`${line.replaceAll(/(?!\n)\p{Cc}/gu, '\ufffd')}\n`);
};
