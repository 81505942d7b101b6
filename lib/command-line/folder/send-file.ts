import { openAsBlob } from 'node:fs';
import { Readable } from 'node:stream';
import { FormDataEncoder } from 'form-data-encoder';
import type { components } from '../../client/api.ts';
import { SeatpulseError } from '../../client/seatpulse-error.ts';

type UploadForm = components['schemas']['UploadForm'];

/**
 * Posts a file with the form of an import, as a stream: never more of it is held than a chunk. S3 takes no body of unknown
 * length, so that the length of all parts is told beforehand. `onBytes` hears how many bytes went out since it last did,
 * what stands around the file included. Throws a SeatpulseError where the file was not stored.
 */
export const sendFile = async (
  { url, fields }: UploadForm,
  absolutePath: string,
  onBytes: (bytes: number) => void,
): Promise<void> => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', await openAsBlob(absolutePath), 'file');
  const encoder = new FormDataEncoder(form);
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of encoder.encode()) {
      yield chunk;
      onBytes(chunk.byteLength);
    }
  }
  const body = Readable.toWeb(Readable.from(counted(), { objectMode: false }));
  const answer = await post(url, { headers: { ...encoder.headers }, body });
  const text = await answer.text();
  if (!answer.ok)
    throw new SeatpulseError(answer.status, 'upload_refused', `The file was not stored: ${reasonIn(text)}`);
};

/** Posts a stream; the types of `fetch` that a browser has know none of Node.js. */
const post = async (url: string, request: { headers: Record<string, string>; body: object }): Promise<Response> => {
  const init: object = { ...request, method: 'POST', duplex: 'half', redirect: 'error' };
  try {
    return await fetch(url, init);
  } catch (cause) {
    const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : String(cause);
    throw new SeatpulseError(0, 'upload_broken', `The upload broke off: ${reason}`, { cause });
  }
};

/** S3 says what is wrong in XML: a code and a message. */
const reasonIn = (xml: string): string => /<Message>([^<]*)<\/Message>/u.exec(xml)?.[1] ?? 'no reason was given.';
