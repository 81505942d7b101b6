import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { copyItems, type RestoreMode } from './copy-items.ts';

const USAGE = 'npm run restore -- --from <restored table> --to <live table> [--write missing|all]';

const modeOf = (write: string | undefined): RestoreMode => {
  if (write === undefined) return 'look';
  if (write === 'missing' || write === 'all') return write;
  throw new Error(`--write takes "missing" or "all", not "${write}": ${USAGE}`);
};

const { values } = parseArgs({
  options: { from: { type: 'string' }, to: { type: 'string' }, write: { type: 'string' } },
});
const { from, to, write } = values;
if (from === undefined || to === undefined) throw new Error(USAGE);
// Of the account and region that the shell's credentials lead to.
const count = await copyItems(new DynamoDBClient({ maxAttempts: 10 }), {
  from,
  to,
  mode: modeOf(write),
  now: new Date(),
});
process.stdout.write(`${JSON.stringify(count)}\n`);
