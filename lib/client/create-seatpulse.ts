import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './api.ts';
import { type Clock, retryingFetch } from './retrying-fetch.ts';
import { errorOfAnswer, SeatpulseError } from './seatpulse-error.ts';

/** The calls of the API, typed by its own description: `seatpulse.GET('/v1/customers/{id}', …)`. */
export type Seatpulse = Client<paths>;

export interface SeatpulseOptions {
  /** The API's address. */
  readonly url: string;
  /** An access token, or what gives one that is good now. */
  readonly token: string | (() => Promise<string>);
  /** For operators: the partner to act for. */
  readonly partner?: string | undefined;
  readonly clock: Clock;
}

/**
 * A client of one deployment. What it cannot have is thrown, as a SeatpulseError; answers that put a call off are waited for
 * (see `retryingFetch`), so that what a call returns has `data` wherever its answer has a body.
 */
export const createSeatpulse = ({ url, token, partner, clock }: SeatpulseOptions): Seatpulse => {
  const seatpulse = createClient<paths>({
    baseUrl: url.replace(/\/+$/u, ''),
    fetch: retryingFetch(clock),
    redirect: 'manual', // a bearer is for this host alone
  });
  seatpulse.use({
    onRequest: async ({ request }) => {
      request.headers.set('authorization', `Bearer ${typeof token === 'string' ? token : await token()}`);
      if (partner === undefined) return request;
      const actingFor = new URL(request.url);
      actingFor.searchParams.set('partner', partner);
      return new Request(actingFor, request);
    },
    onResponse: async ({ response }) => {
      if (!response.ok) throw errorOfAnswer(response.status, await response.text());
    },
  });
  return seatpulse;
};

/** What a call answered. Throws a SeatpulseError where an answer has no body that should have one. */
export const bodyOf = <Body>({ data, response }: { readonly data?: Body; readonly response: Response }): Body => {
  if (data === undefined) throw new SeatpulseError(response.status, 'no_body', 'The answer has no body.');
  return data;
};
