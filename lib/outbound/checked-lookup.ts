import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { type DeliverTo, isListed } from './deliver-to.ts';
import { AddressRefused } from './failures.ts';
import { isPublicAddress } from './public-address.ts';

/** All addresses of a name. */
export type Resolve = (host: string) => Promise<readonly { readonly address: string; readonly family: number }[]>;

export const resolveByDns: Resolve = (host) => lookup(host, { all: true });

/** Reads an address, and throws AddressRefused unless its scheme, and its host where that is an address itself, may be called. */
export const requireAllowed = (address: string, deliverTo: DeliverTo): URL => {
  if (!URL.canParse(address)) throw new AddressRefused(address.slice(0, 100), 'this is no address');
  const url = new URL(address); // spells out what is written in octal, in hexadecimal or as one number
  if (url.username !== '' || url.password !== '') throw new AddressRefused(url.host, 'the address holds a password');
  if (deliverTo !== 'public') {
    if (!['http:', 'https:'].includes(url.protocol)) throw new AddressRefused(url.host, 'it is not called by HTTPS');
    if (!isListed(url, deliverTo)) throw new AddressRefused(url.host, 'it is none of the hosts that this stage calls');
    return url;
  }
  if (url.protocol !== 'https:') throw new AddressRefused(url.host, 'it is not called by HTTPS');
  const host = url.hostname.replace(/^\[(.*)\]$/u, '$1');
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw notPublic(url.host);
  return url;
};

/**
 * Finds the addresses of a name for the very connection that is being made, so that a name cannot lead elsewhere between the
 * check and the call. A name is refused if any of its addresses is.
 */
export const checkedLookup = (resolve: Resolve, deliverTo: DeliverTo): LookupFunction => {
  const find = callbackify(async (host: string) => {
    const found = await resolve(host).catch((cause: NodeJS.ErrnoException) => {
      throw cause.code === 'ENOTFOUND' ? new AddressRefused(host, 'there is no such name') : cause;
    });
    if (deliverTo === 'public' && !found.every(({ address }) => isPublicAddress(address))) throw notPublic(host);
    const [first, ...others] = found;
    if (!first) throw new AddressRefused(host, 'the name has no address');
    return { first, all: [first, ...others] };
  });
  return (host, options, callback) =>
    find(host, (error, found) => {
      if (error) callback(error, '');
      else if (options.all === true) callback(null, found.all);
      else callback(null, found.first.address, found.first.family);
    });
};

const notPublic = (host: string): AddressRefused => new AddressRefused(host, 'it is not an address of the internet');
