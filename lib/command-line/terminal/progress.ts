import { Presets, SingleBar } from 'cli-progress';
import type { Output } from './output.ts';
import type { Terminal } from './terminal.ts';

/** How far a command has come. */
export interface Progress {
  /** So many bytes more (or fewer, of what has to be sent again) have gone out. */
  readonly bytes: (bytes: number) => void;
  /** One more is done, with what there is to say of it. */
  readonly done: (line: string) => void;
  /** Nothing more comes. */
  readonly stop: () => void;
}

/**
 * Shows at a terminal a bar of so many bytes, and its lines when it is over; elsewhere, as in cron's mail or a log, each line
 * when it comes and no bar.
 */
export const progressOf = (
  total: { bytes: number; files: number },
  { stderr }: Terminal,
  { say }: Output,
): Progress => {
  if (!stderr.isTTY) return { bytes: () => {}, done: say, stop: () => {} };
  const format = '{bar} {percentage} % sent, {done} of {files} files done';
  const bar = new SingleBar({ stream: stderr, format, hideCursor: true }, Presets.shades_classic);
  const lines: string[] = [];
  bar.start(Math.max(1, total.bytes), 0, { done: 0, files: total.files });
  return {
    bytes: (bytes) => bar.increment(bytes),
    done: (line) => {
      lines.push(line);
      bar.increment(0, { done: lines.length, files: total.files });
    },
    stop: () => {
      bar.stop();
      for (const line of lines) say(line);
    },
  };
};
