import type { Example, RunningAddresses } from './local-files.ts';

export interface Welcome {
  readonly addresses: RunningAddresses;
  /** A token of the partner that the examples are about, or of the operator. */
  readonly token: string;
  /** Whom the examples are about; null without a sample. */
  readonly example: Example | null;
  readonly now: Date;
}

/** What `npm start` prints once everything runs: addresses, a token, and calls that work when pasted. */
export const welcomeText = ({ addresses, token, example, now }: Welcome): string =>
  [
    '',
    'Seatpulse is running. Stop it with Ctrl+C.',
    '',
    `  Pages    ${addresses.pages}  (sign in as anybody the page offers)`,
    `  API      ${addresses.api}`,
    `  Mailbox  ${addresses.mailbox}`,
    `  Issuer   ${addresses.issuer}`,
    '',
    `A token of ${example ? `the partner ${example.partnerId}` : 'the operator'}, good for one hour (npm run token gives others):`,
    '',
    `export TOKEN=${token}`,
    '',
    ...(example
      ? calls(addresses.api, example, now)
      : ['There is no data yet: put a partner and a customer first.', '']),
  ].join('\n');

const calls = (api: string, { customerId, recipient }: Example, now: Date): string[] => {
  const post = (path: string, body: unknown) =>
    `curl -s -X POST ${api}${path} -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' -d '${JSON.stringify(body)}'`;
  const get = (path: string) => `curl -s '${api}${path}' -H "authorization: Bearer $TOKEN"`;
  const yesterday = new Date(now.getTime() - 86_400_000).toISOString(); // the newest day with figures
  const event = { customerId, userId: 'new.user@example.com', workload: 'teams', occurredAt: yesterday };
  return [
    `Try these; ${customerId} is a customer for whom much is recommended:`,
    '',
    post('/v1/activity', { events: [event] }),
    post('/v1/recalculations', { customerId }),
    get(`/v1/customers/${customerId}/insights`),
    get('/v1/portfolio?sort=-atStake&limit=5'),
    post('/v1/exports', { reports: ['deployment', 'usage', 'recommendations'], email: [recipient] }),
    '',
  ];
};
