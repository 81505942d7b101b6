import { parseArgs } from 'node:util';
import * as z from 'zod';
import { findRunning, type RunningAddresses } from './local-files.ts';
import { errorMessage } from './log/error-message.ts';

const USAGE = 'npm run token -- --operator, or npm run token -- --partner <id> [--scope "insights:read exports:write"]';
const ALL_OF_A_PARTNER = 'activity:write licensing:write insights:read exports:write';
/** The subject that the dev stage names as its first operator. */
const OPERATOR = 'operator';

const tokenAnswer = z.object({ access_token: z.string() });

/** Asks the local issuer for a token of `subject`. */
const requestToken = async ({ issuer }: RunningAddresses, subject: string): Promise<string> => {
  const response = await fetch(new URL('/token', issuer), {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', subject }),
  });
  if (!response.ok) throw new Error(`The issuer gave no token: ${response.status} ${await response.text()}`);
  return tokenAnswer.parse(await response.json()).access_token;
};

/** Writes who may do what, as the operator. */
const writeAccess = async (
  { api }: RunningAddresses,
  operatorToken: string,
  subject: string,
  access: object,
): Promise<void> => {
  const response = await fetch(new URL(`/v1/access/${encodeURIComponent(subject)}`, api), {
    method: 'PUT',
    headers: { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(access),
  });
  if (!response.ok) throw new Error(`The access record was not taken: ${response.status} ${await response.text()}`);
};

/** Prints a token of the operator, or of somebody who may do for a partner what the scopes say. */
const printToken = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      operator: { type: 'boolean' },
      partner: { type: 'string' },
      scope: { type: 'string', default: ALL_OF_A_PARTNER },
    },
  });
  const { operator, partner, scope } = values;
  if (Boolean(operator) === Boolean(partner)) throw new Error(`For whom? ${USAGE}`);
  const running = await findRunning();
  if (!running) throw new Error('Seatpulse is not running. Start it in another terminal: npm start');
  const operatorToken = await requestToken(running, OPERATOR);
  const scopes = scope.split(/\s+/).filter(Boolean);
  // One subject per partner and set of scopes: a second token must not take from the first what it may do.
  const subject = partner === undefined ? OPERATOR : `${partner}:${scopes.toSorted().join('+')}`;
  const access = partner === undefined ? { scopes: ['operator'] } : { partnerId: partner, scopes };
  await writeAccess(running, operatorToken, subject, access);
  process.stdout.write(`${await requestToken(running, subject)}\n`);
};

try {
  await printToken();
} catch (error) {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exit(1);
}
