import { UsageError } from './terminal.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Whether an address leads to this very machine. */
export const isLoopback = ({ hostname }: URL): boolean => LOOPBACK.includes(hostname);

/** The address that a text names. Throws a UsageError where it is none that a secret may be sent to: HTTPS, or this machine. */
export const requireAddress = (text: string): URL => {
  const url = URL.parse(text);
  if (!url || !['https:', 'http:'].includes(url.protocol))
    throw new UsageError(`"${text}" is no address. Write it with https:// in front.`);
  if (url.protocol === 'http:' && !isLoopback(url))
    throw new UsageError(`${text} would take the token without encryption. Write it with https://`);
  return url;
};
