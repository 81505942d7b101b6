import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import * as z from 'zod';
import type { components } from '../../client/api.ts';
import { bodyOf } from '../../client/create-seatpulse.ts';
import { SeatpulseError } from '../../client/seatpulse-error.ts';
import { waitUntil } from '../../client/wait-until.ts';
import { openSession } from '../terminal/open-session.ts';
import type { Context, Done } from './context.ts';

type Export = components['schemas']['Export'];
type Report = components['schemas']['ExportReport'];

/** What is pulled where no reports are named. */
export const ALL_REPORTS: readonly Report[] = ['deployment', 'usage', 'product-usage', 'recommendations'];

const pullOptions = z.object({
  reports: z.string().optional(),
  customer: z.string().optional(),
  out: z.string().default('.'),
});

/** As long as an export may stand still before the deployment itself gives it up. */
const PATIENCE_MILLISECONDS = 12 * 60 * 60 * 1000;

/** Has reports written, waits for them and downloads their files, each only if it is what the deployment wrote. */
export const pullReport = async ({ terminal, output, options }: Context, typed: unknown): Promise<Done> => {
  const { reports, customer, out } = pullOptions.parse(typed);
  const { seatpulse } = await openSession(terminal, options);
  // Which reports there are, the deployment says: it may know more than this client.
  const wanted = (reports?.split(',').map((name) => name.trim()) ?? ALL_REPORTS) as Report[];
  const body = { reports: wanted, ...(customer === undefined ? {} : { customerId: customer }) };
  const { id } = bodyOf(await seatpulse.POST('/v1/exports', { body }));
  const made = await waitUntil(
    async () => bodyOf(await seatpulse.GET('/v1/exports/{id}', { params: { path: { id } } })),
    ({ status }) => status === 'complete' || status === 'failed',
    PATIENCE_MILLISECONDS,
    terminal.clock,
  );
  if (made.status !== 'complete') throw notMade(made);
  const folder = resolve(terminal.folder, out);
  await mkdir(folder, { recursive: true });
  const files = [];
  for (const file of made.files) {
    const path = await download(file, folder);
    output.say(`${path}: ${file.rows} rows of ${made.asOf}`);
    files.push({ path, rows: file.rows, bytes: file.bytes, sha256: file.sha256 });
  }
  output.give({ id, asOf: made.asOf, files }, []);
  return true;
};

const notMade = ({ id, status, failure }: Export): SeatpulseError =>
  failure
    ? new SeatpulseError(200, failure.code, failure.message)
    : new SeatpulseError(200, 'export_unfinished', `The export ${id} is still ${status}. Look at it later.`);

/** Writes a file of an export into a folder, in place of one of that name. Returns its path. Throws where it is another one. */
const download = async ({ name, url, urlReason, sha256 }: Export['files'][number], folder: string): Promise<string> => {
  if (url === null)
    throw new SeatpulseError(200, 'file_withheld', `${name} cannot be had: ${urlReason ?? 'no reason is given'}`);
  const path = join(folder, basename(name));
  const part = `${path}.${randomUUID()}.part`;
  try {
    const answer = await fetch(url, { redirect: 'error' });
    if (!answer.ok || !answer.body)
      throw new SeatpulseError(answer.status, 'download_refused', `${name} could not be downloaded: ${answer.status}.`);
    // One stream by two types: fetch's is a browser's.
    const hash = createHash('sha256');
    await pipeline(
      Readable.fromWeb(answer.body as ReadableStream),
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          hash.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(part, { flags: 'wx' }),
    );
    if (hash.digest('hex') !== sha256)
      throw new SeatpulseError(200, 'file_damaged', `${name} did not arrive as it was written. Pull it again.`);
    await rename(part, path);
    return path;
  } finally {
    await rm(part, { force: true });
  }
};
