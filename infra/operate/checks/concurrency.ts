import { GetAccountSettingsCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Stage } from '../../stages.ts';
import { error, type Finding, ok, warning } from '../findings.ts';

/** What people and programs need beside the jobs of the night: a page is one execution, a call is two. */
const ROOM_FOR_CALLERS = 10;
/** Lambda refuses reservations that leave less unreserved (Lambda developer guide, "Configuring reserved concurrency"). */
const LEAST_UNRESERVED = 100;

const ASK =
  'Ask for 1,000: Service Quotas → AWS Lambda → Concurrent executions (L-B99A9384). It may take some days, and costs nothing.';

/** Whether the account's quota of concurrent executions has room for the jobs of the stage and for those who call. */
export const checkConcurrency = async (
  client: LambdaClient,
  { name, atOnce, reservedConcurrency = {} }: Stage,
): Promise<Finding[]> => {
  const { AccountLimit: limit } = await client.send(new GetAccountSettingsCommand({}));
  const quota = limit?.ConcurrentExecutions ?? 0;
  // Collections are at an hour of their own, not that of recalculations.
  const { collections, imports, exports, ...recalculating } = atOnce;
  const jobs = Math.max(collections, sum(Object.values(recalculating))) + imports + exports;
  const reserved = sum(Object.values(reservedConcurrency));
  const said = `The account runs ${quota} functions at once; jobs of ${name} may take ${jobs}`;
  if (reserved > 0 && quota - reserved < LEAST_UNRESERVED)
    return [
      error(
        `${said}, and ${reserved} are to be reserved: Lambda refuses to leave fewer than ${LEAST_UNRESERVED} unreserved`,
        `Leave ${name}.reservedConcurrency out, or first: ${ASK}`,
      ),
    ];
  const room = quota - reserved - jobs;
  if (room < 0)
    return [error(`${said}: at night people would be turned away`, `Lower ${name}.atOnce, or ${lower(ASK)}`)];
  if (room < ROOM_FOR_CALLERS) return [warning(`${said}: a busy night leaves ${room} for people and programs`, ASK)];
  return [ok(said)];
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
