import type { Answer, Call, GateRequest } from '../call.ts';
import { endToEndHeaders, type Forwarder, readAnswer, type UpstreamAnswer } from '../forward.ts';
import type { BucketSettings, CreatedObject } from '../gate-options.ts';
import { checkChecksums, withDecodedBody } from './body.ts';
import { responseOverrides, targetOf } from './query.ts';
import { checkPrecondition, createKeyLock, hasPrecondition, type StoredObject } from './writes.ts';

export interface S3Options {
  readonly forwarder: Forwarder;
  readonly upstream: URL;
  readonly buckets: ReadonlyMap<string, BucketSettings>;
  readonly onObjectCreated: (created: CreatedObject) => Promise<void> | void;
  readonly log: (line: string) => void;
}

/** Answers an S3 call that has been allowed. `checkMayList` throws if the caller may not list the call's bucket. */
export type S3Answerer = (request: GateRequest, call: Call, checkMayList: () => void) => Promise<Answer>;

/** The calls that create an object, as EventBridge names them. */
const CREATIONS: Readonly<Record<string, CreatedObject['reason']>> = {
  PutObject: 'PutObject',
  PostObject: 'POST Object',
  CopyObject: 'CopyObject',
  CompleteMultipartUpload: 'CompleteMultipartUpload',
};
const READS = new Set(['GetObject', 'HeadObject']);
/** Calls whose checksum headers are of the body that they carry; in a completion they are of the whole object. */
const CHECKED_BODIES = new Set(['PutObject', 'PostObject', 'UploadPart', 'DeleteObjects']);

/** Makes what stands between the callers and the embedded S3. */
export const createS3Answerer = ({ forwarder, upstream, buckets, onObjectCreated, log }: S3Options): S3Answerer => {
  const lockKey = createKeyLock();

  const forward = (request: GateRequest, isWrite: boolean): Promise<UpstreamAnswer> =>
    forwarder.forward(upstream, {
      method: request.method,
      target: targetOf(request),
      headers: upstreamHeaders(request, isWrite),
      body: request.body,
      signal: request.signal,
    });

  const readStored = async (request: GateRequest): Promise<StoredObject | undefined> => {
    const answer = await forwarder.forward(upstream, { method: 'HEAD', target: request.path, headers: {} });
    await readAnswer(answer);
    if (answer.status !== 200) return undefined;
    return { etag: answer.headers.etag ?? '', size: Number(answer.headers['content-length']) };
  };

  const publishCreation = async (call: Call, reason: CreatedObject['reason'], stored: StoredObject): Promise<void> => {
    const { bucket = '', key = '' } = call;
    try {
      await onObjectCreated({ bucket, key, size: stored.size, etag: stored.etag.replaceAll('"', ''), reason });
    } catch (error) {
      log(`The event of the new object ${bucket}/${key} was not taken: ${String(error)}`);
    }
  };

  const write = async (request: GateRequest, call: Call): Promise<Answer> => {
    const reason = CREATIONS[call.operation];
    const listened = reason !== undefined && (buckets.get(call.bucket ?? '')?.eventBridge ?? false);
    const { answer, stored } = await lockKey(`${call.bucket}/${call.key}`, async () => {
      if (hasPrecondition(request)) checkPrecondition(request, await readStored(request));
      const written = await forward(request, true);
      return { answer: written, stored: listened && written.status === 200 ? await readStored(request) : undefined };
    });
    if (reason && stored) await publishCreation(call, reason, stored);
    return answer;
  };

  const read = async (request: GateRequest, checkMayList: () => void): Promise<Answer> => {
    const overrides = responseOverrides(request);
    const answer = await forward(request, false);
    if (answer.status === 404) {
      const body = await readAnswer(answer);
      // To whom may not list, S3 does not tell a missing key from a forbidden one.
      checkMayList();
      return { ...answer, body };
    }
    return answer.status < 300 ? { ...answer, headers: { ...answer.headers, ...overrides } } : answer;
  };

  return async (incoming, call, checkMayList) => {
    const request = withDecodedBody(incoming);
    if (CHECKED_BODIES.has(call.operation)) checkChecksums(request.body, request.headers);
    if (READS.has(call.operation)) return read(request, checkMayList);
    return call.key === undefined ? forward(request, false) : write(request, call);
  };
};

/** The signature was for the gate; the conditions of a write are checked by the gate. */
const upstreamHeaders = (request: GateRequest, isWrite: boolean): Readonly<Record<string, string>> => {
  const { authorization: _signature, 'x-amz-content-sha256': _hash, ...headers } = request.headers;
  const { 'if-match': _match, 'if-none-match': _noneMatch, ...unconditional } = headers;
  return { 'content-type': 'binary/octet-stream', ...endToEndHeaders(isWrite ? unconditional : headers) };
};
