import type { Clock } from '../clock.ts';
import type { Outcome } from '../functions/function-instance.ts';
import { readableLine } from './readable-line.ts';

/** Prints what functions write and how each of their runs ended. */
export interface FunctionLog {
  readonly output: (functionName: string, requestId: string, text: string) => void;
  readonly report: (functionName: string, requestId: string, milliseconds: number, outcome: Outcome) => void;
}

/** A log that prints lines of time, function, request id and text by `print`. */
export const createFunctionLog = (clock: Clock, print: (line: string) => void): FunctionLog => {
  const write = (functionName: string, requestId: string, text: string): void =>
    print(
      `${clock.now().toISOString().slice(11, 23)} ${functionName.padEnd(22)} ${requestId.slice(0, 8).padEnd(8)} ${text}`,
    );
  return {
    output: (functionName, requestId, text) => {
      for (const line of text.split('\n')) {
        const readable = readableLine(line);
        if (readable) write(functionName, requestId, readable);
      }
    },
    report: (functionName, requestId, milliseconds, outcome) => {
      const memory = outcome.memoryMegabytes === undefined ? '' : `, ${outcome.memoryMegabytes} MB`;
      if ('error' in outcome)
        write(functionName, requestId, `FAILED ${outcome.error.errorType}: ${outcome.error.errorMessage}`);
      write(functionName, requestId, `REPORT ${milliseconds.toFixed(0)} ms${memory}`);
    },
  };
};
