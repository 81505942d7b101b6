import { expect } from 'vitest';
import { givenCustomer, givenPartner, givenSeats, unique } from '../../steps/given.ts';
import { linksIn, mailTo } from '../../steps/mailbox.ts';
import { theStack } from '../../steps/stack.ts';
import { needsLocalRuntime } from '../../steps/the-stage.ts';
import { call, everythingIsDone, recalculate } from '../../steps/when.ts';

const test = needsLocalRuntime('it moves the clock, and reads the mail that the local mailbox keeps.');

const DAY = 86_400_000;

test('a mailed link opens for seven days, longer than any session of the function that mailed it, and no more after', async () => {
  const stack = await theStack();
  const recipient = `${unique('ida')}@fabrikam.example`;
  const { partnerId, token } = await givenPartner([recipient]);
  const customerId = await givenCustomer([partnerId]);
  await givenSeats(token, customerId, { SPB: 20 });
  await recalculate(token);
  await call('POST /v1/exports', { token, body: { reports: ['deployment'], email: [recipient] } });
  await everythingIsDone();
  const [link = ''] = linksIn((await mailTo(recipient)).text);
  const mailedAt = stack.clock.now().getTime();
  const open = async () => {
    const click = await fetch(link, { redirect: 'manual' });
    const location = click.headers.get('location');
    return [click.status, location === null ? undefined : (await fetch(location)).status];
  };

  expect(await open()).toEqual([302, 200]);
  stack.clock.set(new Date(mailedAt + 7 * DAY - 60_000));
  await everythingIsDone();
  expect(await open()).toEqual([302, 200]);
  const late = (await fetch(link, { redirect: 'manual' })).headers.get('location') ?? '';
  stack.clock.set(new Date(mailedAt + 7 * DAY + 300_000));
  await everythingIsDone();
  expect(await open()).toEqual([410, undefined]);
  expect((await fetch(late)).status, 'a URL presigned for one click dies after five minutes').toBe(403);
});
