import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '../clock.ts';
import { answerCall, answerFormPost, type GateParts } from './answer-call.ts';
import type { Answer, GateRequest, ServiceName } from './call.ts';
import { CallError, renderCallError } from './call-error.ts';
import { ConnectionResetError } from './faults.ts';
import type { CorsRule } from './gate-options.ts';
import { BodyTooLargeError, readRequest } from './read-request.ts';
import { answerPreflight, corsHeaders } from './s3/cors.ts';
import { isFormPost } from './s3/form.ts';
import { serviceOf } from './service-of.ts';
import { readAuthentication } from './signature/authentication.ts';

/** Answers one request; cuts the connection for an injected reset and for a body beyond measure. */
export const handleRequest = async (
  parts: GateParts,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  try {
    const request = await readRequest(incoming, response);
    await writeAnswer(response, await answerSafely(parts, request), parts.options.clock);
  } catch (error) {
    // A caller that hangs up is no news; everything else is.
    const expected = error instanceof ConnectionResetError || response.closed;
    if (!expected || error instanceof BodyTooLargeError)
      parts.options.log(`The gate gave up on ${incoming.method} ${incoming.url}: ${String(error)}`);
    incoming.socket.destroy();
  }
};

const writeAnswer = async (response: ServerResponse, answer: Answer, clock: Clock): Promise<void> => {
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(typeof answer.body === 'string' || Buffer.isBuffer(answer.body)
      ? { 'content-length': Buffer.byteLength(answer.body) }
      : {}),
    'x-amzn-requestid': answer.headers['x-amzn-requestid'] ?? randomUUID(),
    // The SDK corrects its clock by this header before it signs the next call.
    date: clock.now().toUTCString(),
  });
  if (typeof answer.body === 'string' || Buffer.isBuffer(answer.body)) response.end(answer.body);
  else await pipeline(answer.body, response);
};

const findService = (request: GateRequest): ServiceName => {
  try {
    return serviceOf(request, readAuthentication(request));
  } catch {
    // Nothing readable names a service; S3 tells what is wrong with the header.
    return serviceOf(request, undefined);
  }
};

const rulesOf = ({ options }: GateParts, request: GateRequest): readonly CorsRule[] =>
  options.buckets.get(request.path.split('/')[1] ?? '')?.cors ?? [];

const answerRequest = async (parts: GateParts, request: GateRequest): Promise<Answer> => {
  const service = findService(request);
  if (request.method === 'OPTIONS') return answerPreflight(rulesOf(parts, request), request);
  const answer = isFormPost(request) ? answerFormPost(parts, request) : answerCall(parts, service, request);
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    return renderCallError(service, error);
  }
};

const answerSafely = async (parts: GateParts, request: GateRequest): Promise<Answer> => {
  try {
    const answer = await answerRequest(parts, request);
    return findService(request) === 's3' && request.method !== 'OPTIONS'
      ? { ...answer, headers: { ...answer.headers, ...corsHeaders(rulesOf(parts, request), request) } }
      : answer;
  } catch (error) {
    if (error instanceof CallError) return renderCallError('s3', error);
    if (error instanceof ConnectionResetError || request.signal.aborted) throw error;
    const what = `The gate failed at ${request.method} ${request.path}: ${error instanceof Error ? error.stack : String(error)}`;
    parts.options.log(what);
    return renderCallError(findService(request), new CallError(500, 'InternalFailure', what));
  }
};
