import { type Microsoft, PARTNER_APP } from '../../../infra/local/microsoft/start-microsoft.ts';
import type { App } from '../../../infra/local/microsoft/world.ts';

/** A clock that stands still until it is moved. */
export const stoppedClock = (start: string) => {
  let instant = new Date(start).getTime();
  return {
    now: () => new Date(instant),
    pass: (seconds: number): void => {
      instant += seconds * 1_000;
    },
  };
};

const post = async (url: string, form: Readonly<Record<string, string>>) => {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(form) });
  return { status: response.status, body: (await response.json()) as Readonly<Record<string, unknown>> }; // always an object
};

/** Asks for a token with the usual form, which `more` changes. */
export const askToken = (
  { origins }: Microsoft,
  tenant: string,
  more: Readonly<Record<string, string>> = {},
  { clientId, clientSecret }: App = PARTNER_APP,
) =>
  post(`${origins.login}/${tenant}/oauth2/v2.0/token`, {
    client_id: clientId,
    client_secret: clientSecret,
    grant_type: 'client_credentials',
    scope: 'https://graph.microsoft.com/.default',
    ...more,
  });

/** Asks for a token as version 1 of the token endpoint wants it. */
export const askOldToken = ({ origins }: Microsoft, tenant: string, form: Readonly<Record<string, string>>) =>
  post(`${origins.login}/${tenant}/oauth2/token`, form);

/** An access token of a tenant. Throws when none is given. */
export const tokenOf = async (...asked: Parameters<typeof askToken>): Promise<string> => {
  const { status, body } = await askToken(...asked);
  if (typeof body.access_token !== 'string') throw new Error(`No token: ${status} ${JSON.stringify(body)}`);
  return body.access_token;
};

/** Calls an address with a token, without following redirects. */
export const ask = (url: string, token?: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(url, {
    redirect: 'manual',
    headers: { ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
  });

/** Asks for a report of a tenant, and follows where the answer leads, without the token. */
export const download = async (microsoft: Microsoft, token: string, report: string): Promise<Response> => {
  const led = await ask(`${microsoft.origins.graph}/v1.0/${report}`, token);
  const location = led.headers.get('location');
  if (led.status !== 302 || location === null) throw new Error(`No redirect: ${led.status} ${await led.text()}`);
  return ask(location);
};
