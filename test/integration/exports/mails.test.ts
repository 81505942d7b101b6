import { createHash } from 'node:crypto';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Faults } from '../../../infra/local/gate/gate.ts';
import type { ExportMessage } from '../../../lib/exports/job/export-job.ts';
import { readExportLinks, revokeExportLinks } from '../../../lib/exports/mail/export-links.ts';
import { readMails, renewMail } from '../../../lib/exports/mail/export-mail-table.ts';
import { storeCustomer } from '../../fixtures/customers.ts';
import { customerRow } from '../../unit/exports/contoso.ts';
import { type ExportFunctions, publish, startExports, storePartner } from './export-functions.ts';

let exports: ExportFunctions;
beforeAll(async () => {
  exports = await startExports();
});
afterAll(() => exports.stop());
beforeEach(() => {
  exports.faults.clear();
  exports.tables.faults.clear();
});

let tests = 0;

/** An export for recipients of this test's own, queued. */
const orderFor = async (...names: string[]) => {
  tests += 1;
  const recipients = names.map((name) => `${name}${tests}@contoso.example`);
  await storePartner(exports.tables, { recipients });
  await publish(exports.tables);
  const exportId = await exports.order({ reports: ['deployment', 'usage'], email: recipients });
  await exports.takeMessages();
  return { exportId, recipients, message: { exportId, restarts: 0, mailings: 0 } satisfies ExportMessage };
};

const statusesOf = async (exportId: string) => (await exports.show(exportId)).mails.map(({ status }) => status);
const numberOfMails = async (recipients: readonly string[]) =>
  Promise.all(recipients.map(async (recipient) => (await exports.mailsTo(recipient)).length));

type FaultKind = Parameters<Faults['inject']>[0]['kind'];

const SEND = { service: 'ses', operation: 'SendEmail' } as const;
const refused: FaultKind = { status: 400, code: 'MessageRejected', message: 'Email address is not verified.' };
const broken: FaultKind = { status: 400, code: 'InjectedFault' };

const tokensIn = (text: string): string[] =>
  [...text.matchAll(/https:\/\/api\.example\.com\/d\/([A-Za-z0-9_-]{43})/g)].map(([, token = '']) => token);

test('every recipient gets one mail with links of their own to each file', async () => {
  const { exportId, recipients, message } = await orderFor('anna', 'bo');
  expect((await exports.show(exportId)).mails.map(({ status }) => status)).toEqual(['pending', 'pending']);
  expect(await exports.deliver(message)).toBe(true);
  expect((await exports.show(exportId)).mails).toEqual(recipients.map((recipient) => ({ recipient, status: 'sent' })));

  const [[toAnna, ...more] = [], [toBo] = []] = await Promise.all(recipients.map(exports.mailsTo));
  expect(more).toEqual([]);
  expect(toAnna?.from).toBe('Seatpulse <seatpulse@example.com>');
  expect(toAnna?.subject).toBe('Licence deployment and usage of Contoso Cloud, 9 March 2026');
  expect(toAnna?.destination.to).toEqual([recipients[0]]);
  expect(toAnna?.body.text).toContain('asked for by someone-at-contoso');
  const tokens = [toAnna, toBo].flatMap((mail) => tokensIn(mail?.body.text ?? ''));
  expect(new Set(tokens).size).toBe(4);
  expect(tokensIn(toAnna?.body.html ?? '')).toEqual(tokens.slice(0, 2));
});

test('a redelivery after the mails sends none again', async () => {
  const { exportId, recipients, message } = await orderFor('anna', 'bo');
  await exports.deliver(message);
  expect(await exports.deliver(message)).toBe(true);
  expect(await numberOfMails(recipients)).toEqual([1, 1]);
  expect(await statusesOf(exportId)).toEqual(['sent', 'sent']);
});

test('a mail that was claimed before a crash shows as unconfirmed and is never sent again', async () => {
  const { exportId, recipients, message } = await orderFor('anna', 'bo');
  // The mail is out, and what became of it cannot be written down.
  exports.faults.before(SEND, () =>
    exports.tables.faults.inject({ service: 'dynamodb', operation: 'UpdateItem', times: 1, kind: broken }),
  );
  expect(await exports.deliver(message)).toBe(false);
  expect(await statusesOf(exportId)).toEqual(['sending', 'pending']);
  expect(await exports.deliver(message)).toBe(true);
  expect(await statusesOf(exportId)).toEqual(['unconfirmed', 'sent']);
  await exports.deliver(message);
  expect(await numberOfMails(recipients)).toEqual([1, 1]);
});

test.each<[string, FaultKind]>([
  ['the connection breaks', 'reset'],
  ['SES fails inside', 'error500'],
])('when %s the mail is unconfirmed, is not tried again, and the other recipients get theirs', async (_, kind) => {
  const { exportId, recipients, message } = await orderFor('anna', 'bo');
  exports.faults.inject({ ...SEND, times: 1, kind });
  expect(await exports.deliver(message)).toBe(true);
  await exports.deliver(message);
  expect(await statusesOf(exportId)).toEqual(['unconfirmed', 'sent']);
  expect(await numberOfMails(recipients)).toEqual([0, 1]);
});

test('a recipient whom SES refuses fails with a reason, and the others get theirs', async () => {
  const { exportId, recipients, message } = await orderFor('anna', 'bo');
  exports.faults.inject({ ...SEND, times: 1, kind: refused });
  expect(await exports.deliver(message)).toBe(true);
  expect((await exports.show(exportId)).mails).toEqual([
    {
      recipient: recipients[0],
      status: 'failed',
      reason: 'The mail provider refused it (MessageRejected). Check the address; if it is right, ask the operator.',
    },
    { recipient: recipients[1], status: 'sent' },
  ]);
  await exports.deliver(message);
  expect(await numberOfMails(recipients)).toEqual([0, 1]);
});

test('an address that is no address is refused by SES itself', async () => {
  await storePartner(exports.tables, { recipients: ['not an address'] });
  await publish(exports.tables);
  const exportId = await exports.order({ reports: ['usage'], email: ['not an address'] });
  await exports.drain();
  expect(await exports.show(exportId)).toMatchObject({ status: 'complete', mails: [{ status: 'failed' }] });
});

test('what SES takes no more of is sent later, once', async () => {
  const { exportId, recipients, message } = await orderFor('anna', 'bo');
  exports.faults.inject({ ...SEND, times: 1, kind: 'throttle' });
  expect(await exports.deliver(message)).toBe(true);
  expect(await statusesOf(exportId)).toEqual(['pending', 'sent']);
  const sqs = new SQSClient({});
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: process.env.EXPORT_QUEUE_URL, AttributeNames: ['All'] }),
  );
  sqs.destroy();
  expect(Attributes?.ApproximateNumberOfMessagesDelayed).toBe('1');
  expect(await exports.deliver({ ...message, mailings: 1 })).toBe(true);
  expect(await statusesOf(exportId)).toEqual(['sent', 'sent']);
  expect(await numberOfMails(recipients)).toEqual([1, 1]);
});

test('what SES takes no more of for too long fails', async () => {
  const { exportId, message } = await orderFor('anna');
  exports.faults.inject({ ...SEND, times: 1, kind: 'throttle' });
  expect(await exports.deliver({ ...message, mailings: 120 })).toBe(true);
  expect((await exports.show(exportId)).mails).toMatchObject([
    { status: 'failed', reason: 'The mail provider took no more mails for too long.' },
  ]);
});

test('of two deliveries at once only one mails each recipient', async () => {
  const { exportId, recipients, message } = await orderFor('anna', 'bo', 'cy');
  expect(await Promise.all([exports.deliver(message), exports.deliver(message)])).toEqual([true, true]);
  await exports.deliver(message);
  expect(await numberOfMails(recipients)).toEqual([1, 1, 1]);
  expect(await statusesOf(exportId)).toEqual(['sent', 'sent', 'sent']);
});

test('a delivery that meets another one at work leaves the last word to it', async () => {
  const { exportId, recipients, message } = await orderFor('anna');
  exports.faults.before(SEND, async () => {
    expect(await exports.deliver(message)).toBe(true);
    expect(await statusesOf(exportId)).toEqual(['unconfirmed']);
  });
  expect(await exports.deliver(message)).toBe(true);
  expect(await statusesOf(exportId)).toEqual(['sent']);
  expect(await numberOfMails(recipients)).toEqual([1]);
});

test('who was taken off the list meanwhile is not mailed', async () => {
  const { exportId, recipients, message } = await orderFor('anna', 'bo');
  await storePartner(exports.tables, { recipients: recipients.slice(1) });
  await exports.deliver(message);
  expect((await exports.show(exportId)).mails).toMatchObject([
    { status: 'failed', reason: 'The address is not on the list of recipients any more.' },
    { status: 'sent' },
  ]);
  expect(await numberOfMails(recipients)).toEqual([0, 1]);
});

test('nobody is mailed figures of a customer who was taken out of the portfolio meanwhile', async () => {
  const { exportId, recipients, message } = await orderFor('anna');
  await storePartner(exports.tables, { recipients, lastUnlinkedAt: new Date().toISOString() });
  await exports.deliver(message);
  expect((await exports.show(exportId)).mails).toMatchObject([{ status: 'failed' }]);
  expect(await numberOfMails(recipients)).toEqual([0]);
});

test('an export that failed mails nobody and says so', async () => {
  const { exportId, recipients, message } = await orderFor('anna');
  exports.faults.inject({ service: 's3', operation: 'PutObject', times: 1, kind: broken });
  await exports.deliver(message);
  await exports.giveUp(message);
  expect(await exports.show(exportId)).toMatchObject({
    status: 'failed',
    mails: [{ status: 'failed', reason: 'The export failed, so there was nothing to mail.' }],
  });
  expect(await numberOfMails(recipients)).toEqual([0]);
});

test('of mails that nobody will send any more, those that were begun are unconfirmed and the others failed', async () => {
  const { exportId, recipients, message } = await orderFor('anna', 'bo');
  exports.faults.inject({ ...SEND, times: 2, kind: 'throttle' });
  await exports.deliver(message);
  expect(await statusesOf(exportId)).toEqual(['pending', 'pending']);
  exports.faults.before(SEND, () =>
    exports.tables.faults.inject({ service: 'dynamodb', operation: 'UpdateItem', times: 1, kind: broken }),
  );
  expect(await exports.deliver(message)).toBe(false);
  await exports.giveUp(message);
  expect(await statusesOf(exportId)).toEqual(['unconfirmed', 'failed']);
  expect(await numberOfMails(recipients)).toEqual([1, 0]);
  expect(await exports.deliver(message)).toBe(true);
  expect(await numberOfMails(recipients)).toEqual([1, 0]);
});

test("the mail about one customer carries that customer's name and figures", async () => {
  const recipient = 'solo@contoso.example';
  await storePartner(exports.tables, { recipients: [recipient] });
  await storeCustomer(exports.tables.licensing, 'fabrikam', ['contoso']);
  await publish(exports.tables, [customerRow({ customerId: 'a' }), customerRow()]);
  await exports.order({ reports: ['usage'], customerId: 'fabrikam', email: [recipient] });
  await exports.drain();
  const [mail] = await exports.mailsTo(recipient);
  expect(mail?.subject).toBe('Licence deployment and usage of Customer fabrikam, 9 March 2026');
  expect(mail?.body.text).toContain('Deployment: 87.5 % (35 of 40 sold seats are assigned)');
});

test('the table holds no token, only what it is recognised by', async () => {
  const { exportId, recipients, message } = await orderFor('anna');
  await exports.deliver(message);
  const [mail] = await exports.mailsTo(recipients[0] ?? '');
  const tokens = tokensIn(mail?.body.text ?? '');
  const [stored] = await readMails(exports.tables.jobs, exportId);
  expect(stored?.links.map(({ tokenHash }) => tokenHash)).toEqual(
    tokens.map((token) => createHash('sha256').update(token).digest('hex')),
  );
});

const askAgain = (exportId: string, email: readonly string[]) =>
  exports.call({ route: 'POST /v1/exports/{id}/mails', path: { id: exportId }, body: { email } });

test('a mail whose answer was lost is sent again when somebody asks for it, once, and both mails can be taken back', async () => {
  const { exportId, recipients, message } = await orderFor('anna', 'bo');
  exports.faults.inject({ ...SEND, times: 1, kind: 'lost-answer' });
  await exports.deliver(message);
  expect(await statusesOf(exportId)).toEqual(['unconfirmed', 'sent']);
  expect(await numberOfMails(recipients)).toEqual([1, 1]);

  const answer = await askAgain(exportId, recipients);
  expect(answer).toMatchObject({ status: 202, body: { mails: [{ status: 'pending' }, { status: 'sent' }] } });
  await askAgain(exportId, recipients);
  await exports.drain();
  expect(await statusesOf(exportId)).toEqual(['sent', 'sent']);
  expect(await numberOfMails(recipients)).toEqual([2, 1]);

  const { jobs } = exports.tables;
  const links = await readExportLinks(jobs, await readMails(jobs, exportId), true, new Date());
  expect(links.map(({ recipient }) => recipient).sort()).toEqual([
    ...Array(4).fill(recipients[0]),
    ...Array(2).fill(recipients[1]),
  ]);
  await revokeExportLinks(
    jobs,
    exportId,
    links.map(({ tokenHash }) => tokenHash),
    new Date(),
  );
  const [first] = await exports.mailsTo(recipients[0] ?? '');
  expect((await exports.follow(tokensIn(first?.body.text ?? '')[0] ?? '')).status).toBe(410);
});

test('a mail that is unconfirmed again waits for the next word, and one that failed is sent again too', async () => {
  const { exportId, recipients, message } = await orderFor('anna', 'bo');
  exports.faults.inject({ ...SEND, times: 1, kind: 'reset' });
  exports.faults.inject({ ...SEND, times: 1, kind: refused });
  await exports.deliver(message);
  expect(await statusesOf(exportId)).toEqual(['unconfirmed', 'failed']);
  exports.faults.inject({ ...SEND, times: 1, kind: 'reset' });
  await askAgain(exportId, recipients);
  await exports.drain();
  await exports.deliver(message);
  expect((await exports.show(exportId)).mails).toEqual([
    { recipient: recipients[0], status: 'unconfirmed' },
    { recipient: recipients[1], status: 'sent' },
  ]);
  expect(await numberOfMails(recipients)).toEqual([0, 1]);
  await askAgain(exportId, recipients);
  await exports.drain();
  expect(await statusesOf(exportId)).toEqual(['sent', 'sent']);
  expect(await numberOfMails(recipients)).toEqual([1, 1]);
});

test('asking again whose answer is lost on the way to the table sends one mail', async () => {
  const { exportId, recipients, message } = await orderFor('anna');
  exports.faults.inject({ ...SEND, times: 1, kind: 'reset' });
  await exports.deliver(message);
  exports.tables.faults.inject({ service: 'dynamodb', operation: 'UpdateItem', times: 1, kind: 'lost-answer' });
  expect((await askAgain(exportId, recipients)).status).toBe(202);
  await exports.drain();
  expect(await statusesOf(exportId)).toEqual(['sent']);
  expect(await numberOfMails(recipients)).toEqual([1]);
});

test('a claim that was read before a mail was renewed is not taken', async () => {
  const { exportId, message } = await orderFor('anna');
  exports.faults.inject({ ...SEND, times: 1, kind: 'reset' });
  await exports.deliver(message);
  const { jobs } = exports.tables;
  const [unconfirmed] = await readMails(jobs, exportId);
  if (!unconfirmed) throw new Error('There is no mail');
  await renewMail(jobs, exportId, unconfirmed);
  expect(await statusesOf(exportId)).toEqual(['pending']);
  await exports.deliver(message);
  expect(await statusesOf(exportId)).toEqual(['sent']);
  await renewMail(jobs, exportId, unconfirmed);
  expect(await statusesOf(exportId)).toEqual(['sent']);
});

test('no mail is asked for without a recipient, or for an export that is not complete', async () => {
  const { exportId, recipients } = await orderFor('anna');
  expect(await askAgain(exportId, [])).toMatchObject({ status: 400 });
  expect(await askAgain(exportId, recipients)).toMatchObject({ status: 409, body: { code: 'export_not_complete' } });
});
