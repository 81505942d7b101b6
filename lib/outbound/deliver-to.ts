/**
 * Whom a stage may call: `public`, any host of the internet by HTTPS; or these hosts and no others (`host`, or `host:port`),
 * wherever they stand and by HTTP too.
 */
export type DeliverTo = 'public' | readonly string[];

/** Reads the setting as functions get it: `public`, or hosts with spaces in between. */
export const readDeliverTo = (text: string): DeliverTo =>
  text === 'public' ? text : text.split(' ').filter((host) => host !== '');

/** Whether the list names the host of the URL, with its port or for all ports. */
export const isListed = (url: URL, hosts: readonly string[]): boolean =>
  hosts.includes(url.host) || hosts.includes(url.hostname);
