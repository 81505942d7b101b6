import { setTimeout as wait } from 'node:timers/promises';
import type { Seeded } from './seeded.ts';

/** Calls the API as a patient client does: what is put off, or fails, is asked for again as it is. */
export interface Client {
  /** The body of the first answer that is no 5xx and no 429. Throws when there is none. */
  readonly ask: <Body>(methodAndPath: string, body?: unknown, headers?: Record<string, string>) => Promise<Body>;
  readonly retries: () => number;
}

const MOST_TRIES = 60;
const PAUSE_MILLISECONDS = 40;

export const createClient = (api: URL, token: string): Client => {
  let retries = 0;
  return {
    retries: () => retries,
    ask: async <Body>(methodAndPath: string, body?: unknown, headers: Record<string, string> = {}): Promise<Body> => {
      const [method = 'GET', path = '/'] = methodAndPath.split(' ');
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        if (tries > 0) {
          retries += 1;
          await wait(PAUSE_MILLISECONDS * Math.min(tries, 10));
        }
        const response = await fetch(new URL(path, api), {
          method,
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        const text = await response.text();
        if (response.status < 300) return (text === '' ? undefined : JSON.parse(text)) as Body; // as the API describes it
        if (response.status < 500 && response.status !== 429)
          throw new Error(`${methodAndPath} answered ${response.status}: ${text}`);
      }
      throw new Error(`${methodAndPath} was put off ${MOST_TRIES} times`);
    },
  };
};

/** One thing that somebody did on a day. */
export interface Event {
  readonly customerId: string;
  readonly userId: string;
  readonly workload: string;
  readonly occurredAt: string;
}

const WORKLOADS = ['exchange', 'teams', 'sharepoint', 'onedrive'] as const;
const DAY = 86_400_000;

/** An event of one of a customer's users in the 20 days before an instant. */
export const randomEvent = (random: Seeded, customerId: string, now: Date, users: number): Event => ({
  customerId,
  userId: `user${Math.floor(random.next() * users)}@contoso.com`,
  workload: random.oneOf(WORKLOADS),
  occurredAt: new Date(now.getTime() - (1 + Math.floor(random.next() * 20)) * DAY).toISOString(),
});
