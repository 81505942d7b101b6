import ipaddr from 'ipaddr.js';

/** What the internet routes: all other IPv6 addresses are set aside for something else (IANA, RFC 4291 section 2.4). */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an IP address, as a resolver or a URL spells it, is one of the internet. Everything set aside for other ends is
 * none: loopback, private, link-local (which cloud providers serve credentials at), unique-local, shared, documentation,
 * multicast; and none that stands for an IPv4 address, whichever that is.
 */
export const isPublicAddress = (address: string): boolean => {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return ipaddr.IPv4.parse(address).range() === 'unicast';
  if (!ipaddr.IPv6.isValid(address)) return false;
  const parsed = ipaddr.IPv6.parse(address);
  return parsed.range() === 'unicast' && parsed.match(GLOBAL_UNICAST);
};
