import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createClients } from './clients.ts';
import { deployStage } from './deploy-stage.ts';
import { runCommand, say } from './run-command.ts';
import { STAGE_OPTIONS, stageOfOptions } from './stage-options.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const CDK = join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk');
/** Where it stands what was deployed from this folder; git ignores it. */
const DEPLOYED = '.deployed';

const cdk = async (args: readonly string[]): Promise<void> => {
  const running = spawn(process.execPath, [CDK, ...args], { cwd: ROOT, stdio: 'inherit' });
  const [code] = await once(running, 'exit');
  if (code !== 0) throw new Error(`cdk ${args.join(' ')} ended with ${code}; its message stands above.`);
};

/** `npm run deploy`: deploys a stage without a question, and says what is left to do. */
await runCommand(async () => {
  const { values } = parseArgs({ options: STAGE_OPTIONS });
  const stage = await stageOfOptions(values);
  const given = [
    ...values.context.flatMap((one) => ['-c', one]),
    ...(values.profile === undefined ? [] : ['--profile', values.profile]),
  ];
  await deployStage({
    stage,
    clients: createClients(),
    // What changes, permissions too, was reviewed in the pull request: a question would only hang where nobody sits.
    cdkDeploy: (options) => cdk(['deploy', '--require-approval', 'never', ...given, ...options]),
    keep: async ({ account, region }, stack) => {
      const file = join(DEPLOYED, `${stage.name}.json`);
      await mkdir(join(ROOT, DEPLOYED), { recursive: true });
      const told = { stack: stack.name, account, region, ...stack.outputs };
      await writeFile(join(ROOT, file), `${JSON.stringify(told, undefined, 2)}\n`);
      return file;
    },
    say,
  });
});
