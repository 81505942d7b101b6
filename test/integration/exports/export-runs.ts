import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { ExportMessage } from '../../../lib/exports/job/export-job.ts';
import type { ExportFunctions } from './export-functions.ts';

/** The message that begins a new attempt. */
export const fresh = (exportId: string): ExportMessage => ({ exportId, restarts: 0, mailings: 0 });

/** In hexadecimal digits. */
export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** What the API says of the files, checked against the objects themselves. */
export const filesOf = async (exports: ExportFunctions, exportId: string) => {
  const { status, progress, files } = await exports.show(exportId);
  expect({ status, progress }).toEqual({ status: 'complete', progress: 1 });
  for (const file of files) {
    const bytes = Buffer.from(await (await fetch(file.url ?? '')).arrayBuffer());
    expect({ bytes: bytes.length, sha256: sha256(bytes) }).toEqual({ bytes: file.bytes, sha256: file.sha256 });
  }
  return files.map(({ name, rows, sha256: hash }) => ({ name, rows, sha256: hash }));
};

/** Delivers a message and all that follow, each until it is taken, as the queue does; or `fails` is told which was not. */
export const deliverAll = async (
  exports: ExportFunctions,
  first: ExportMessage,
  fails?: (message: ExportMessage) => void,
): Promise<void> => {
  const waiting = [first];
  for (let message = waiting.shift(); message; message = waiting.shift()) {
    if (!(await exports.deliver(message))) (fails ?? waiting.push.bind(waiting))(message);
    waiting.push(...(await exports.takeMessages()));
  }
};
