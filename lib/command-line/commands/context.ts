import type { Command } from 'commander';
import * as z from 'zod';
import type { GlobalOptions } from '../terminal/open-session.ts';
import { type Output, outputTo } from '../terminal/output.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** What a command works with. */
export interface Context {
  readonly terminal: Terminal;
  readonly output: Output;
  readonly options: GlobalOptions;
}

/** Whether all that was asked for was done: it decides between 0 and 1 as the exit code. */
export type Done = boolean;

const globalOptions = z.object({ json: z.boolean().default(false), partner: z.string().optional() });

/** What a command that was typed works with, by the options that all commands take. */
export const contextOf = (terminal: Terminal, command: Command): Context => {
  const options = globalOptions.parse(command.optsWithGlobals());
  return { terminal, options, output: outputTo(terminal, options.json) };
};
