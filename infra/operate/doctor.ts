import { parseArgs } from 'node:util';
import { createClients } from './clients.ts';
import { hasRun } from './deployed-stack.ts';
import { examineAfter, examineBefore, findPlace, findStack } from './examine.ts';
import { hasErrors, sayFindings } from './findings.ts';
import { runCommand, say } from './run-command.ts';
import { STAGE_OPTIONS, stageOfOptions } from './stage-options.ts';

/** `npm run doctor`: says what stands in the way of a stage, before and after it is deployed. Changes nothing. */
await runCommand(async () => {
  const { values } = parseArgs({ options: STAGE_OPTIONS });
  const stage = await stageOfOptions(values);
  const clients = createClients();
  const place = await findPlace(clients);
  const stack = await findStack(clients, stage);
  const findings = [
    ...(await examineBefore(clients, stage, place, stack)),
    ...(hasRun(stack) ? await examineAfter(clients, stage, stack) : []),
  ];
  sayFindings(findings, say);
  if (!hasRun(stack)) say(`\nNot deployed yet: npm run deploy -- -c stage=${stage.name}`);
  if (hasErrors(findings)) process.exitCode = 1;
});
