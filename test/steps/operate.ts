import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { theStack } from './stack.ts';

const OPERATE = join(import.meta.dirname, '..', '..', 'infra', 'operate');

/**
 * Runs a command of the operator in a process of its own, against the local runtime as against an account: by its
 * environment. Returns what it printed; throws, with what it printed as an error, when it fails.
 */
export const runAsOperator = async (command: string, ...args: readonly string[]): Promise<string> => {
  const { adminCredentials, region, s3: gate } = await theStack();
  const { stdout } = await promisify(execFile)(process.execPath, [join(OPERATE, `${command}.ts`), ...args], {
    env: {
      AWS_ACCESS_KEY_ID: adminCredentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: adminCredentials.secretAccessKey,
      AWS_REGION: region,
      AWS_ENDPOINT_URL: gate.origin,
    },
  });
  return stdout;
};
