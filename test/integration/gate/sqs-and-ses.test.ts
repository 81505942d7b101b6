import { SendEmailCommand } from '@aws-sdk/client-sesv2';
import {
  ChangeMessageVisibilityBatchCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { account, type GateUnderTest, region, rejectionOf, startGateUnderTest } from './gate-under-test.ts';

let under: GateUnderTest;
beforeAll(async () => {
  under = await startGateUnderTest();
  await under.admin.sqs.send(new CreateQueueCommand({ QueueName: 'runs' }));
});
afterAll(() => under.stop());
beforeEach(() => under.gate.faults.clear());

const queueArn = (name: string) => `arn:aws:sqs:${region}:${account}:${name}`;
const urlOf = (name: string) => `${under.gate.url.href}${account}/${name}`;

test('makes queues whose URLs and ARNs are the stack`s', async () => {
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: queueArn('runs'), maxReceiveCount: 1 });
  const { QueueUrl } = await under.admin.sqs.send(
    new CreateQueueCommand({ QueueName: 'exports', Attributes: { RedrivePolicy, VisibilityTimeout: '0' } }),
  );
  expect(QueueUrl).toBe(urlOf('exports'));
  expect((await under.admin.sqs.send(new GetQueueUrlCommand({ QueueName: 'exports' }))).QueueUrl).toBe(QueueUrl);
  const { Attributes } = await under.admin.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn', 'RedrivePolicy'] }),
  );
  expect(Attributes).toEqual({ QueueArn: queueArn('exports'), RedrivePolicy });

  await under.admin.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: `about ${queueArn('runs')}` }));
  const receive = (url: string) => under.admin.sqs.send(new ReceiveMessageCommand({ QueueUrl: url }));
  expect((await receive(urlOf('exports'))).Messages).toHaveLength(1);
  expect((await receive(urlOf('exports'))).Messages).toBeUndefined();
  expect((await receive(urlOf('runs'))).Messages?.[0]?.Body).toBe(`about ${queueArn('runs')}`);
});

test('sends, receives, hides and deletes in batches by the permissions of the single calls', async () => {
  await under.admin.sqs.send(new CreateQueueCommand({ QueueName: 'batches' }));
  const QueueUrl = urlOf('batches');
  const { sqs } = under.admit('consumer', {
    statements: [
      {
        Effect: 'Allow',
        Action: ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility', 'sqs:DeleteMessage'],
        Resource: queueArn('batches'),
      },
    ],
  });
  const Entries = [1, 2].map((id) => ({ Id: `m${id}`, MessageBody: `message ${id}` }));
  await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  const receipts = Messages.map(({ ReceiptHandle }, index) => ({ Id: `m${index}`, ReceiptHandle }));
  const visibility = receipts.map((receipt) => ({ ...receipt, VisibilityTimeout: 60 }));
  await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries: visibility }));
  const { Successful } = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: receipts }));
  expect(Successful?.map(({ Id }) => Id)).toEqual(['m0', 'm1']);
});

test('denies a queue that no policy names, in the error that SQS gives', async () => {
  const { sqs } = under.admit('stranger', { statements: [] });
  const error = await rejectionOf(sqs.send(new SendMessageCommand({ QueueUrl: urlOf('runs'), MessageBody: 'x' })));
  expect(error).toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining(`sqs:SendMessage on resource: ${queueArn('runs')}`),
  });
});

test('lets a service act by the queue`s policy for the source that it names, and for no other', async () => {
  const rule = `arn:aws:events:${region}:${account}:rule/uploads`;
  under.queuePolicies.set('runs', [
    {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: queueArn('runs'),
      Condition: { ArnEquals: { 'aws:SourceArn': rule } },
    },
  ]);
  const send = (service: string, sourceArn: string) =>
    under
      .admit(service, { statements: [], service, sourceArn })
      .sqs.send(new SendMessageCommand({ QueueUrl: urlOf('runs'), MessageBody: 'x' }));
  await expect(send('events.amazonaws.com', rule)).resolves.toBeDefined();
  expect(await rejectionOf(send('events.amazonaws.com', `${rule}2`))).toMatchObject({ name: 'AccessDenied' });
  expect(await rejectionOf(send('scheduler.amazonaws.com', rule))).toMatchObject({ name: 'AccessDenied' });
});

test('throttles SQS in its own words', async () => {
  under.gate.faults.inject({ service: 'sqs', operation: 'SendMessage', queue: 'runs', times: 1, kind: 'throttle' });
  const send = () => under.admin.sqs.send(new SendMessageCommand({ QueueUrl: urlOf('runs'), MessageBody: 'x' }));
  expect(await rejectionOf(send())).toMatchObject({ name: 'RequestThrottled' });
  await expect(send()).resolves.toBeDefined();
});

const mail = (FromEmailAddress: string, to: string) =>
  new SendEmailCommand({
    FromEmailAddress,
    Destination: { ToAddresses: [to] },
    Content: { Simple: { Subject: { Data: 'Export' }, Body: { Text: { Data: 'Your files' } } } },
  });

test('sends for verified domains and addresses only', async () => {
  const send = (from: string) => under.admin.ses.send(mail(from, 'someone@customer.example'));
  const { MessageId } = await send('Seatpulse <no-reply@seatpulse.example>');
  await send('reports@partner.example');
  const { emails } = (await (await fetch(new URL('/store', under.mailbox))).json()) as {
    emails: { messageId: string; from: string }[];
  };
  expect(emails.find(({ messageId }) => messageId === MessageId)?.from).toBe('Seatpulse <no-reply@seatpulse.example>');
  for (const from of ['other@partner.example', 'x@sub.seatpulse.example']) {
    expect(await rejectionOf(send(from))).toMatchObject({
      name: 'MessageRejected',
      message: `Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: ${from}`,
    });
  }
});

test('refuses what is no address', async () => {
  for (const to of ['nobody', 'a b@customer.example', 'x@localhost', '@customer.example']) {
    const error = await rejectionOf(under.admin.ses.send(mail('no-reply@seatpulse.example', to)));
    expect(error).toMatchObject({ name: 'BadRequestException', message: expect.stringContaining(to) });
  }
});

test('asks for the permission on the sender`s identity, under the conditions of the policy', async () => {
  const identity = `arn:aws:ses:${region}:${account}:identity/seatpulse.example`;
  const { ses } = under.admit('exporter', {
    statements: [
      {
        Effect: 'Allow',
        Action: 'ses:SendEmail',
        Resource: identity,
        Condition: { StringEquals: { 'ses:FromAddress': 'no-reply@seatpulse.example' } },
      },
    ],
  });
  await expect(ses.send(mail('Seatpulse <no-reply@seatpulse.example>', 'a@b.example'))).resolves.toBeDefined();
  expect(await rejectionOf(ses.send(mail('ceo@seatpulse.example', 'a@b.example')))).toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining(identity),
  });
});

test('asks for the permission on the identity of a recipient that the account has verified, too', async () => {
  const identities = `arn:aws:ses:${region}:${account}:identity/`;
  const admitted = (name: string, Resource: string) =>
    under.admit(name, { statements: [{ Effect: 'Allow', Action: 'ses:SendEmail', Resource }] }).ses;
  const toOurselves = mail('no-reply@seatpulse.example', 'Reports <reports@partner.example>');
  expect(await rejectionOf(admitted('narrow', `${identities}seatpulse.example`).send(toOurselves))).toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining(`${identities}Reports@partner.example`),
  });
  await expect(admitted('wide', `${identities}*`).send(toOurselves)).resolves.toBeDefined();
});

test('tells what becomes of mails to the mailbox simulator, as their configuration set says', async () => {
  const send = (to: string, ConfigurationSetName: string) => {
    const { input } = mail('no-reply@seatpulse.example', to);
    const EmailTags = [{ Name: 'exportId', Value: 'e1' }];
    return under.admin.ses.send(new SendEmailCommand({ ...input, ConfigurationSetName, EmailTags }));
  };
  under.told.length = 0;
  const { MessageId } = await send('bounce+1@simulator.amazonses.com', 'watched');
  await send('complaint@simulator.amazonses.com', 'watched');
  await send('bounce@simulator.amazonses.com', 'silent');
  await send('success@simulator.amazonses.com', 'watched');
  expect(under.told).toMatchObject([
    {
      eventType: 'Bounce',
      detail: {
        eventType: 'Bounce',
        bounce: { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: 'bounce+1@simulator.amazonses.com' }] },
        mail: {
          messageId: MessageId,
          destination: ['bounce+1@simulator.amazonses.com'],
          tags: { exportId: ['e1'], 'ses:configuration-set': ['watched'] },
        },
      },
    },
  ]);
  expect(await rejectionOf(send('someone@customer.example', 'unknown'))).toMatchObject({
    name: 'NotFoundException',
    message: 'Configuration set <unknown> does not exist.',
  });
});
