import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { FunctionGrant } from '../../infra/local/iam/grants.ts';

/** The variable of the environment that names the folder for what the stacks of a whole run made use of. */
export const GRANTS_FOLDER = 'SEATPULSE_GRANTS_FOLDER';

const grant = z.object({
  functionName: z.string(),
  action: z.string(),
  resource: z.string(),
  partition: z.string().exactOptional(),
  isUsed: z.boolean(),
});

/** Writes down what a stack's functions may do and did until now, in place of what this process wrote before. */
export const writeGrants = (folder: string, grants: readonly FunctionGrant[]): void =>
  writeFileSync(join(folder, `${process.pid}.json`), JSON.stringify(grants));

/** What was written down, stack after stack: each has all grants. */
export const readGrants = (folder: string): FunctionGrant[] =>
  readdirSync(folder).flatMap((file) => z.array(grant).parse(JSON.parse(readFileSync(join(folder, file), 'utf8'))));
