import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { readFunctions } from '../../infra/local/functions/function-definition.ts';
import { readRolePolicies } from '../../infra/local/iam/role-policies.ts';
import { readAssembly } from '../../infra/local/template/assembly.ts';
import { resolveStack } from '../../infra/local/template/stack.ts';
import { theStack } from './stack.ts';

/** A client's settings that sign as the role of a function, which may do what the template permits it and nothing else. */
export const asRoleOf = async (functionName: string) => {
  const { gate, clientSettings, region, account, api, s3, issuer } = await theStack();
  const assembly = await readAssembly(inject('synth').dev);
  const addresses = { api: api.origin, gate: s3.origin, issuer: issuer.origin };
  const stack = resolveStack(assembly, { region, account, addresses });
  const roleArn = readFunctions(stack, assembly).find(({ name }) => name === functionName)?.roleArn ?? '';
  const statements = readRolePolicies(stack).get(roleArn);
  if (!statements) throw new Error(`There is no role of a function ${functionName}`);
  const credentials = { accessKeyId: `ASIA${randomUUID()}`, secretAccessKey: randomUUID(), sessionToken: randomUUID() };
  gate.admit({ name: `assumed-role/${functionName}`, credentials, statements, mayCallNow: () => true });
  return { ...clientSettings(), credentials, maxAttempts: 1 };
};
