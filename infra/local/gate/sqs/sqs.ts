import type { Answer } from '../call.ts';
import { type Forwarder, readAnswer } from '../forward.ts';
import { isJsonObject, type JsonCall, type JsonObject } from '../json-body.ts';
import type { TraceHeaders } from './trace-headers.ts';

interface SqsServer {
  readonly forwarder: Forwarder;
  readonly upstream: URL;
  readonly gateUrl: URL;
  /** Of the stack, which the answers name. */
  readonly account: string;
  readonly traceHeaders: TraceHeaders;
}

/** The only account that fauxqs knows. */
const UPSTREAM_ACCOUNT = '000000000000';

const QUEUE_ARNS = /arn:aws:sqs:([^:]+):\d{12}:/g;

const ATTRIBUTE_OPERATIONS = new Set(['CreateQueue', 'SetQueueAttributes', 'GetQueueAttributes']);
const URL_OPERATIONS = new Set(['CreateQueue', 'GetQueueUrl', 'ListQueues']);
const SENDING_OPERATIONS = new Set(['SendMessage', 'SendMessageBatch']);

/**
 * Forwards a call to SQS. fauxqs finds a queue by the last part of its URL; the URLs that it answers with name its own
 * account, and after a restart an earlier port, so that they are replaced by the gate's.
 */
export const answerSqs = async (
  { forwarder, upstream, gateUrl, account, traceHeaders }: SqsServer,
  { request, body, call }: JsonCall,
): Promise<Answer> => {
  const touchesAttributes = ATTRIBUTE_OPERATIONS.has(call.operation);
  const answer = await forwarder.forward(upstream, {
    method: request.method,
    target: '/',
    headers: request.headers,
    body: touchesAttributes ? Buffer.from(JSON.stringify(readdressAttributes(body, UPSTREAM_ACCOUNT))) : request.body,
    signal: request.signal,
  });
  const header = request.headers['x-amzn-trace-id'];
  const sends = SENDING_OPERATIONS.has(call.operation) && header !== undefined;
  const receives = call.operation === 'ReceiveMessage' && !traceHeaders.isEmpty();
  if (!touchesAttributes && !URL_OPERATIONS.has(call.operation) && !sends && !receives) return answer;

  const text = (await readAnswer(answer)).toString();
  const { 'content-length': _former, ...headers } = answer.headers;
  const parsed: unknown = JSON.parse(text);
  if (sends || receives) {
    if (!isJsonObject(parsed)) return { ...answer, headers, body: text };
    if (sends) traceHeaders.keep(header, parsed);
    return { status: answer.status, headers, body: sends ? text : JSON.stringify(traceHeaders.addTo(parsed)) };
  }
  const urlOf = (url: unknown): string => `${gateUrl.href}${account}/${String(url).split('/').at(-1)}`;
  const readdressed = isJsonObject(parsed)
    ? {
        ...readdressAttributes(parsed, account),
        ...(parsed.QueueUrl === undefined ? {} : { QueueUrl: urlOf(parsed.QueueUrl) }),
        ...(Array.isArray(parsed.QueueUrls) ? { QueueUrls: parsed.QueueUrls.map(urlOf) } : {}),
      }
    : parsed;
  return { status: answer.status, headers, body: JSON.stringify(readdressed) };
};

/** Puts `account` into the queue ARNs of a queue's attributes (its own, and the one of its dead-letter queue). */
const readdressAttributes = (body: JsonObject, account: string): JsonObject => {
  if (!isJsonObject(body.Attributes)) return body;
  const attributes = Object.entries(body.Attributes).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.replace(QUEUE_ARNS, `arn:aws:sqs:$1:${account}:`) : value,
  ]);
  return { ...body, Attributes: Object.fromEntries(attributes) };
};
