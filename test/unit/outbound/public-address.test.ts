import { expect, test } from 'vitest';
import { isPublicAddress } from '../../../lib/outbound/public-address.ts';

test.each(['8.8.8.8', '20.190.151.7', '2603:1006:2000::', '2001:4860:4860::8888'])(
  '%s is of the internet',
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

test.each([
  ['this host', '0.0.0.0'],
  ['private', '10.0.0.1'],
  ['private', '172.31.255.255'],
  ['private', '192.168.0.1'],
  ['loopback', '127.0.0.1'],
  ['loopback', '127.255.255.254'],
  ['link-local, the metadata of AWS and Azure', '169.254.169.254'],
  ['link-local, the metadata of containers', '169.254.170.2'],
  ['shared with a carrier', '100.64.0.1'],
  ['protocol assignments', '192.0.0.192'],
  ['documentation', '192.0.2.1'],
  ['benchmarks', '198.18.0.1'],
  ['multicast', '224.0.0.1'],
  ['reserved', '240.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['unspecified', '::'],
  ['loopback', '::1'],
  ['link-local', 'fe80::1'],
  ['link-local with its zone', 'fe80::1%eth0'],
  ['unique-local, the metadata of AWS', 'fd00:ec2::254'],
  ['site-local', 'fec0::1'],
  ['an IPv4 address mapped', '::ffff:127.0.0.1'],
  ['a public IPv4 address mapped', '::ffff:8.8.8.8'],
  ['an IPv4 address mapped, in hexadecimal', '::ffff:7f00:1'],
  ['an IPv4 address in compatible form', '::127.0.0.1'],
  ['an IPv4 address translated', '64:ff9b::7f00:1'],
  ['an IPv4 address translated within a network', '64:ff9b:1::1'],
  ['6to4', '2002:7f00:1::'],
  ['Teredo', '2001::1'],
  ['documentation', '2001:db8::1'],
  ['multicast', 'ff02::1'],
  ['not assigned', '4000::1'],
  ['a number', '2130706433'],
  ['octal', '0177.0.0.1'],
  ['hexadecimal', '0x7f.1'],
  ['a name', 'localhost'],
  ['nothing', ''],
])('an address is none of the internet when it is %s: %s', (_, address) => {
  expect(isPublicAddress(address)).toBe(false);
});
