import { expect, test } from 'vitest';
import { givenCustomer, givenPartner, unique } from '../steps/given.ts';
import { call, mailsHaveReturned, recalculate } from '../steps/when.ts';

test('a mail that comes back and one that is complained about are marked, and their recipients are mailed no more', async () => {
  // AWS's mailbox simulator, which the local runtime answers for too; a label tells one test's mails from another's.
  const [bounces, complains] = ['bounce', 'complaint'].map(
    (kind) => `${kind}+${unique('mail')}@simulator.amazonses.com`,
  );
  const recipients = [String(bounces), String(complains)];
  const { partnerId, token } = await givenPartner(recipients);
  await givenCustomer([partnerId], 'Contoso');
  await recalculate(token);

  const order = (email: readonly string[]) =>
    call<{ id: string }>('POST /v1/exports', { token, body: { reports: ['usage'], email } });
  const { body } = await order(recipients);
  await mailsHaveReturned(token, body.id);
  expect(await call(`GET /v1/exports/${body.id}`, { token })).toMatchObject({
    body: {
      status: 'complete',
      mails: [
        { recipient: bounces, status: 'bounced', reason: 'The address takes no mail.' },
        { recipient: complains, status: 'complained', reason: 'The recipient marked the mail as unwanted.' },
      ],
    },
  });
  for (const recipient of recipients)
    expect(await order([recipient])).toMatchObject({ status: 409, body: { code: 'recipient_undeliverable' } });
});
