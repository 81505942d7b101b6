import { randomUUID } from 'node:crypto';
import type { Answer, ServiceName } from './call.ts';

/** An error that the caller gets in the format of the service it called. */
export class CallError extends Error {
  readonly status: number;
  readonly code: string;
  /** Further elements of the error's body. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(status: number, code: string, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** DynamoDB's own exceptions and those of the front end that checks who calls stand in different name spaces. */
const DYNAMO_DB_FRONT_END_CODES =
  /^(AccessDenied|UnrecognizedClient|InvalidSignature|IncompleteSignature|MissingAuthenticationToken|ExpiredToken)/;

/** An XML element per entry, in order. */
export const xmlElements = (entries: Readonly<Record<string, unknown>>): string =>
  Object.entries(entries)
    .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
    .join('');

/** The answer by which `service` tells of `error`. */
export const renderCallError = (service: ServiceName, error: CallError): Answer => RENDERERS[service](error);

const escapeXml = (text: string): string =>
  text.replace(/[<>&"]/g, (found) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' })[found] ?? found);

const renderXml = (error: CallError): Answer => ({
  status: error.status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${xmlElements({
    Code: error.code,
    Message: error.message,
    ...error.details,
    RequestId: randomUUID(),
  })}</Error>`,
});

const renderDynamoDb = (error: CallError): Answer => {
  const space = DYNAMO_DB_FRONT_END_CODES.test(error.code)
    ? 'com.amazon.coral.service'
    : 'com.amazonaws.dynamodb.v20120810';
  return {
    status: error.status,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify({ __type: `${space}#${error.code}`, message: error.message, ...error.details }),
  };
};

/** The header carries the code of SQS's former protocol, by which the SDK names the error. */
const renderSqs = (error: CallError): Answer => ({
  status: error.status,
  headers: {
    'content-type': 'application/x-amz-json-1.0',
    'x-amzn-query-error': `${error.code};${error.status < 500 ? 'Sender' : 'Receiver'}`,
  },
  body: JSON.stringify({ __type: `com.amazonaws.sqs#${error.code}`, message: error.message, ...error.details }),
});

const renderSes = (error: CallError): Answer => ({
  status: error.status,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': error.code },
  body: JSON.stringify({ message: error.message, ...error.details }),
});

const renderJson = (error: CallError): Answer => ({
  status: error.status,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify({ __type: error.code, Message: error.message, ...error.details }),
});

const RENDERERS = {
  s3: renderXml,
  dynamodb: renderDynamoDb,
  sqs: renderSqs,
  ses: renderSes,
  secretsmanager: renderJson,
  kms: renderJson,
};
