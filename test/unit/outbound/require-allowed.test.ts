import { expect, test } from 'vitest';
import { checkedLookup, requireAllowed } from '../../../lib/outbound/checked-lookup.ts';
import { readDeliverTo } from '../../../lib/outbound/deliver-to.ts';

const refusalOf = (address: string, deliverTo: Parameters<typeof requireAllowed>[1]): string | undefined => {
  try {
    requireAllowed(address, deliverTo);
    return undefined;
  } catch (error) {
    return error instanceof Error ? `${error.name} ${error.message}` : 'no error';
  }
};

const NOT_PUBLIC = 'it is not an address of the internet';

test.each([
  ['https://graph.microsoft.com/v1.0/users', undefined],
  ['https://graph.microsoft.com:8443/', undefined],
  ['https://8.8.8.8/', undefined],
  ['https://[2001:4860:4860::8888]/', undefined],
  ['http://graph.microsoft.com/', 'graph.microsoft.com: it is not called by HTTPS'],
  ['file:///etc/passwd', ': it is not called by HTTPS'],
  ['graph.microsoft.com', 'graph.microsoft.com: this is no address'],
  ['https://graph.microsoft.com@evil.example/', 'evil.example: the address holds a password'],
  ['https://127.0.0.1/', `127.0.0.1: ${NOT_PUBLIC}`],
  ['https://2130706433/', `127.0.0.1: ${NOT_PUBLIC}`],
  ['https://0177.0.0.1/', `127.0.0.1: ${NOT_PUBLIC}`],
  ['https://0x7f.1/', `127.0.0.1: ${NOT_PUBLIC}`],
  ['https://127.1:8443/', `127.0.0.1:8443: ${NOT_PUBLIC}`],
  ['https://①②⑦.0.0.1/', `127.0.0.1: ${NOT_PUBLIC}`],
  ['https://169.254.169.254/latest/meta-data/', `169.254.169.254: ${NOT_PUBLIC}`],
  ['https://0/', `0.0.0.0: ${NOT_PUBLIC}`],
  ['https://[::1]/', `[::1]: ${NOT_PUBLIC}`],
  ['https://[::ffff:127.0.0.1]/', `[::ffff:7f00:1]: ${NOT_PUBLIC}`],
  ['https://[fd00:ec2::254]/', `[fd00:ec2::254]: ${NOT_PUBLIC}`],
])('a stage that calls the internet: %s is refused: %s', (address, refusal) => {
  expect(refusalOf(address, 'public')).toBe(refusal && `AddressRefused ${refusal}`);
});

test.each([
  ['http://127.0.0.1:4010/v1.0/users', undefined],
  ['https://hooks.internal.example/in', undefined],
  ['http://stand-in.example:8080/', undefined],
  ['http://stand-in.example/', 'stand-in.example: it is none of the hosts that this stage calls'],
  ['https://graph.microsoft.com/', 'graph.microsoft.com: it is none of the hosts that this stage calls'],
  ['http://127.0.0.1.evil.example/', '127.0.0.1.evil.example: it is none of the hosts that this stage calls'],
  ['ftp://127.0.0.1/', '127.0.0.1: it is not called by HTTPS'],
])('a stage that calls some hosts alone: %s is refused: %s', (address, refusal) => {
  const hosts = readDeliverTo('127.0.0.1 hooks.internal.example stand-in.example:8080');
  expect(refusalOf(address, hosts)).toBe(refusal && `AddressRefused ${refusal}`);
});

const PUBLIC = { address: '20.190.151.7', family: 4 };
const PRIVATE = { address: '10.0.0.5', family: 4 };

const lookedUp = (found: readonly { address: string; family: number }[] | string, all: boolean): Promise<unknown> =>
  new Promise((done) => {
    const resolve = async () => {
      if (typeof found === 'string') throw Object.assign(new Error('resolver'), { code: found });
      return found;
    };
    checkedLookup(resolve, 'public')('graph.example', { all }, (error, address, family) =>
      done(error ? error.message : all ? address : { address, family }),
    );
  });

test('a name leads to the addresses that were found, all of them or the first', async () => {
  expect(await lookedUp([PUBLIC, { address: '2603:1006:2000::', family: 6 }], true)).toEqual([
    PUBLIC,
    { address: '2603:1006:2000::', family: 6 },
  ]);
  expect(await lookedUp([PUBLIC], false)).toEqual(PUBLIC);
});

test.each([
  ['a private address', [PRIVATE], `graph.example: ${NOT_PUBLIC}`],
  ['a private address beside a public one', [PUBLIC, PRIVATE], `graph.example: ${NOT_PUBLIC}`],
  ['no address', [], 'graph.example: the name has no address'],
  ['nothing, as nobody has it', 'ENOTFOUND', 'graph.example: there is no such name'],
  ['nothing for now', 'EAI_AGAIN', 'resolver'],
])('a name that leads to %s is not called', async (_, found, refusal) => {
  expect(await lookedUp(found, true)).toBe(refusal);
});
