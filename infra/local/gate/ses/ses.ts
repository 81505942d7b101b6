import type { Answer } from '../call.ts';
import { CallError } from '../call-error.ts';
import { type Forwarder, readAnswer } from '../forward.ts';
import type { GateOptions } from '../gate-options.ts';
import { isJsonObject, type JsonCall, type JsonObject, textOf } from '../json-body.ts';
import { eventsOf } from './mail-events.ts';
import { bareAddress, identityOf, recipientsOf } from './ses-call.ts';

/** One recipient list of one mail holds at most 50 (SES developer guide, "Service quotas"). */
const MOST_RECIPIENTS = 50;

/** A local part of at most 64 characters, an at sign, and a domain of at least two labels. */
const ADDRESS_FORM =
  /^[^\s@<>,;"]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])$/i;

interface SesServer {
  readonly forwarder: Forwarder;
  readonly options: GateOptions;
}

/** Checks sender, recipients and configuration set, which the embedded server does not, and tells what becomes of the mail. */
export const answerSes = async (
  { forwarder, options }: SesServer,
  { request, body, call }: JsonCall,
): Promise<Answer> => {
  const isMail = call.operation === 'SendEmail';
  if (isMail) checkSend(body, options);
  const answer = await forwarder.forward(options.upstreams.ses, {
    method: request.method,
    target: request.path,
    headers: request.headers,
    body: request.body,
    signal: request.signal,
  });
  if (!isMail || answer.status !== 200) return answer;
  const text = (await readAnswer(answer)).toString('utf8');
  await options.onMailSent?.(body);
  await tellEvents(options, body, text);
  return { ...answer, body: text };
};

/** Publishes what the mail's configuration set publishes. `answer` is SES's own, which names the mail. */
const tellEvents = async (options: GateOptions, body: JsonObject, answer: string): Promise<void> => {
  const { sesConfigurationSets, onMailEvent, account, region, clock } = options;
  const published = sesConfigurationSets?.get(textOf(body, 'ConfigurationSetName') ?? '') ?? [];
  const parsed: unknown = JSON.parse(answer);
  const messageId = (isJsonObject(parsed) ? textOf(parsed, 'MessageId') : undefined) ?? '';
  for (const event of eventsOf(body, { messageId, account, region, clock }))
    if (published.includes(event.eventType.toLowerCase())) await onMailEvent?.(event);
};

const checkSend = (body: JsonObject, { sesIdentities: verified, sesConfigurationSets, region }: GateOptions): void => {
  const configurationSet = textOf(body, 'ConfigurationSetName');
  if (configurationSet !== undefined && !sesConfigurationSets?.has(configurationSet))
    throw new CallError(404, 'NotFoundException', `Configuration set <${configurationSet}> does not exist.`);
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
