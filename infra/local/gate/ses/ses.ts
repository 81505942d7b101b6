import type { Answer, Call, GateRequest } from '../call.ts';
import { CallError } from '../call-error.ts';
import type { Forwarder } from '../forward.ts';
import { type JsonObject, textOf } from '../json-body.ts';
import { bareAddress, identityOf, recipientsOf } from './ses-call.ts';

/** One recipient list of one mail holds at most 50 (SES developer guide, "Service quotas"). */
const mostRecipients = 50;

/** A local part of at most 64 characters, an at sign, and a domain of at least two labels. */
const addressForm =
  /^[^\s@<>,;"]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])$/i;

const checkSend = (body: JsonObject, verified: readonly string[], region: string): void => {
  const from = textOf(body, 'FromEmailAddress') ?? '';
  if (!addressForm.test(bareAddress(from))) {
    throw new CallError(400, 'BadRequestException', `Illegal address: FromEmailAddress is ${JSON.stringify(from)}`);
  }
  if (identityOf(bareAddress(from), verified) === undefined) {
    const failed = `The following identities failed the check in region ${region.toUpperCase()}: ${from}`;
    throw new CallError(400, 'MessageRejected', `Email address is not verified. ${failed}`);
  }
  const recipients = recipientsOf(body);
  if (recipients.length > mostRecipients) {
    throw new CallError(400, 'BadRequestException', `Recipient count exceeds ${mostRecipients}: ${recipients.length}`);
  }
  const illegal = recipients.find((address) => !addressForm.test(bareAddress(address)));
  if (illegal !== undefined) throw new CallError(400, 'BadRequestException', `Illegal address: ${illegal}`);
};

interface SesSettings {
  readonly verified: readonly string[];
  readonly region: string;
  readonly onMailSent: (request: JsonObject) => Promise<void>;
}

/** Checks sender and recipients, which the embedded server does not, and forwards the rest of the call. */
export const answerSes = async (
  forwarder: Forwarder,
  upstream: URL,
  { verified, region, onMailSent }: SesSettings,
  request: GateRequest,
  body: JsonObject,
  call: Call,
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
