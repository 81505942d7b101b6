import { parseArgs } from 'node:util';
import { listEarlierAccess } from '../../lib/access/list-earlier-access.ts';
import { openTable } from '../../lib/storage/table.ts';
import { runCommand, say } from './run-command.ts';

await runCommand(async () => {
  const { values } = parseArgs({ options: { table: { type: 'string' } } });
  if (values.table === undefined) throw new Error('npm run list-access -- --table <the table Licensing>');
  // Of the account and region that the shell's credentials lead to.
  const entered = await listEarlierAccess(openTable(values.table));
  say(`${entered} access records were not listed, and are now.`);
});
