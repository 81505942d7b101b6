import type { Answer } from '../call.ts';
import { CallError } from '../call-error.ts';
import type { Forwarder } from '../forward.ts';
import { type JsonCall, type JsonObject, textOf } from '../json-body.ts';
import { bareAddress, identityOf, recipientsOf } from './ses-call.ts';

/** One recipient list of one mail holds at most 50 (SES developer guide, "Service quotas"). */
const MOST_RECIPIENTS = 50;

/** A local part of at most 64 characters, an at sign, and a domain of at least two labels. */
const ADDRESS_FORM =
  /^[^\s@<>,;"]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])$/i;

interface SesServer {
  readonly forwarder: Forwarder;
  readonly upstream: URL;
  readonly verified: readonly string[];
  readonly region: string;
  readonly onMailSent: (request: JsonObject) => Promise<void>;
}

/** Checks sender and recipients, which the embedded server does not, and forwards the rest of the call. */
export const answerSes = async (
  { forwarder, upstream, verified, region, onMailSent }: SesServer,
  { request, body, call }: JsonCall,
): Promise<Answer> => {
  if (call.operation === 'SendEmail') checkSend(body, verified, region);
  const answer = await forwarder.forward(upstream, {
    method: request.method,
    target: request.path,
    headers: request.headers,
    body: request.body,
    signal: request.signal,
  });
  if (call.operation === 'SendEmail' && answer.status === 200) await onMailSent(body);
  return answer;
};

const checkSend = (body: JsonObject, verified: readonly string[], region: string): void => {
  const from = textOf(body, 'FromEmailAddress') ?? '';
  if (!ADDRESS_FORM.test(bareAddress(from)))
    throw new CallError(400, 'BadRequestException', `Illegal address: FromEmailAddress is ${JSON.stringify(from)}`);
  if (identityOf(bareAddress(from), verified) === undefined) {
    const failed = `The following identities failed the check in region ${region.toUpperCase()}: ${from}`;
    throw new CallError(400, 'MessageRejected', `Email address is not verified. ${failed}`);
  }
  const recipients = recipientsOf(body);
  if (recipients.length > MOST_RECIPIENTS)
    throw new CallError(400, 'BadRequestException', `Recipient count exceeds ${MOST_RECIPIENTS}: ${recipients.length}`);
  const illegal = recipients.find((address) => !ADDRESS_FORM.test(bareAddress(address)));
  if (illegal !== undefined) throw new CallError(400, 'BadRequestException', `Illegal address: ${illegal}`);
};
