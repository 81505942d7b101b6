import type { SQSBatchResponse } from 'aws-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mailReturnedEvent } from '../../../infra/local/events/mail-event.ts';
import { sqsEvent } from '../../../infra/local/queues/sqs-event.ts';
import { changePartner } from '../../../lib/customers/partner-table.ts';
import type { ExportMessage } from '../../../lib/exports/job/export-job.ts';
import { readMails } from '../../../lib/exports/mail/export-mail-table.ts';
import { lambdaContext } from '../../fixtures/api-event.ts';
import { type ExportFunctions, NOW, publish, startExports, storePartner } from './export-functions.ts';

let exports: ExportFunctions;
let record: (event: unknown, context: unknown) => Promise<SQSBatchResponse>;
beforeAll(async () => {
  exports = await startExports();
  // Middy's own type of a handler also knows callbacks, which Lambda's poller does not use.
  record = (await import('../../../functions/record-mail-event/handler.ts')).handler as unknown as typeof record;
});
afterAll(() => exports.stop());

/** Hands record-mail-event an event, as the queue does that EventBridge feeds. */
const take = async (event: unknown): Promise<boolean> => {
  const message = { MessageId: 'm', Body: JSON.stringify(event), Attributes: { ApproximateReceiveCount: '1' } };
  return (await record(sqsEvent([message], 'arn', 'eu-central-1'), lambdaContext())).batchItemFailures.length === 0;
};

const LATER = new Date(NOW.getTime() + 60_000);
const at = { account: '000000000000', region: 'eu-central-1', now: LATER };

interface Told {
  readonly eventType: 'Bounce' | 'Complaint';
  readonly bounce?: { readonly bounceType: string; readonly bounceSubType: string };
  readonly claim?: string;
}

/** What SES tells of a mail of an export. */
const eventOf = async (exportId: string, recipient: string, { eventType, bounce, claim }: Told) => {
  const mail = (await readMails(exports.tables.jobs, exportId)).find((one) => one.recipient === recipient);
  const tags = { exportId: [exportId], claim: [claim ?? mail?.claim ?? ''] };
  const timestamp = LATER.toISOString();
  const detail = {
    eventType,
    mail: { destination: [recipient], tags, messageId: 'x' },
    ...(eventType === 'Bounce'
      ? { bounce: { bounceType: 'Permanent', bounceSubType: 'NoEmail', ...bounce, timestamp } }
      : {}),
    ...(eventType === 'Complaint' ? { complaint: { timestamp, complaintFeedbackType: 'abuse' } } : {}),
  };
  return mailReturnedEvent({ eventType, detail }, at);
};

let tests = 0;
const mailTo = async (name: string) => {
  tests += 1;
  const recipient = `${name}${tests}@contoso.example`;
  await storePartner(exports.tables, { recipients: [recipient] });
  await publish(exports.tables);
  const exportId = await exports.order({ reports: ['usage'], email: [recipient] });
  await exports.drain();
  return { exportId, recipient };
};
const mailOf = async (exportId: string) => (await exports.show(exportId)).mails[0];

test('a mail that came back for good is marked, and its address is mailed no more', async () => {
  const { exportId, recipient } = await mailTo('gone');
  const event = await eventOf(exportId, recipient, { eventType: 'Bounce' });
  expect(await take(event)).toBe(true);
  const reason = 'The address takes no mail: there is no such address.';
  expect(await mailOf(exportId)).toEqual({ recipient, status: 'bounced', reason });

  const refused = await exports.call({
    route: 'POST /v1/exports',
    body: { reports: ['usage'], email: [recipient] },
    now: LATER,
  });
  expect(refused).toMatchObject({ status: 409, body: { code: 'recipient_undeliverable' } });
  expect((refused.body as { detail: string }).detail).toBe(
    `"${recipient}" is not mailed. ${reason} That was on ${LATER.toISOString().slice(0, 10)}. Once the address takes mail, ask the operator to put the partner's recipients again.`,
  );
  expect(await take(event)).toBe(true); // delivered once more
  expect(await mailOf(exportId)).toMatchObject({ status: 'bounced' });
});

test('an export that was asked for before tells that the address takes no mail, and sends none', async () => {
  const { exportId, recipient } = await mailTo('gone');
  const waiting = await exports.order({ reports: ['usage'], email: [recipient] });
  await take(await eventOf(exportId, recipient, { eventType: 'Bounce' }));
  await exports.drain();
  expect(await mailOf(waiting)).toMatchObject({
    status: 'failed',
    reason: expect.stringContaining('there is no such address'),
  });
  expect(await exports.mailsTo(recipient)).toHaveLength(1);
});

test('once the operator has put the partner again, the address is mailed anew', async () => {
  const { exportId, recipient } = await mailTo('back');
  await take(await eventOf(exportId, recipient, { eventType: 'Bounce' }));
  const recipientsSetAt = new Date(LATER.getTime() + 1000).toISOString();
  await changePartner(exports.tables.licensing, 'contoso', (stored) => stored && { ...stored, recipientsSetAt });
  const again = await exports.order({ reports: ['usage'], email: [recipient] });
  await exports.drain();
  expect(await mailOf(again)).toEqual({ recipient, status: 'sent' });
  // An event that comes late is of before.
  expect(await take(await eventOf(exportId, recipient, { eventType: 'Bounce' }))).toBe(true);
  await expect(exports.order({ reports: ['deployment'], email: [recipient] })).resolves.toBeDefined();
  await exports.drain();
});

test('a full mailbox marks the mail, and the next one goes out', async () => {
  const { exportId, recipient } = await mailTo('full');
  const bounce = { bounceType: 'Transient', bounceSubType: 'MailboxFull' };
  expect(await take(await eventOf(exportId, recipient, { eventType: 'Bounce', bounce }))).toBe(true);
  expect(await mailOf(exportId)).toEqual({
    recipient,
    status: 'bounced',
    reason: 'The mail could not be delivered for now: the mailbox is full. Ask for a new export to try again.',
  });
  const next = await exports.order({ reports: ['deployment'], email: [recipient] });
  await exports.drain();
  expect(await mailOf(next)).toMatchObject({ status: 'sent' });
});

test('a recipient who marks the mail as unwanted gets no more', async () => {
  const { exportId, recipient } = await mailTo('annoyed');
  await take(await eventOf(exportId, recipient, { eventType: 'Complaint' }));
  expect(await mailOf(exportId)).toMatchObject({ status: 'complained' });
  const { status } = await exports.call({
    route: 'POST /v1/exports',
    body: { reports: ['usage'], email: [recipient] },
    now: LATER,
  });
  expect(status).toBe(409);
});

test('a mail that came back before it was noted as sent stays marked', async () => {
  tests += 1;
  const recipient = `quick${tests}@contoso.example`;
  await storePartner(exports.tables, { recipients: [recipient] });
  await publish(exports.tables);
  const exportId = await exports.order({ reports: ['usage'], email: [recipient] });
  // Between SES's taking the mail and the note of it, which is the first write to the mail after its claim.
  exports.faults.before({ service: 'ses', operation: 'SendEmail' }, async () => {
    await take(await eventOf(exportId, recipient, { eventType: 'Bounce' }));
  });
  await exports.takeMessages();
  const message = { exportId, restarts: 0, mailings: 0 } satisfies ExportMessage;
  expect(await exports.deliver(message)).toBe(true);
  expect(await mailOf(exportId)).toMatchObject({ status: 'bounced' });
});

test('an event of another sending changes nothing, one of no export is let go, and one of no known form is a failure', async () => {
  const { exportId, recipient } = await mailTo('fine');
  expect(
    await take(
      await eventOf(exportId, recipient, {
        eventType: 'Bounce',
        bounce: { bounceType: 'Transient', bounceSubType: 'General' },
        claim: 'another',
      }),
    ),
  ).toBe(true);
  expect(await mailOf(exportId)).toMatchObject({ status: 'sent' });
  const untagged = {
    detail: {
      eventType: 'Complaint',
      mail: { destination: [recipient] },
      complaint: { timestamp: LATER.toISOString() },
    },
  };
  expect(await take(untagged)).toBe(true);
  expect(await take({ detail: { eventType: 'Delivery', mail: { destination: [recipient] } } })).toBe(false);
});
