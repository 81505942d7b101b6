import type { Clock } from '../clock.ts';
import type { PolicyStatement } from '../gate/principal.ts';
import type { MayInvoke } from '../iam/invoke-permissions.ts';
import type { Sessions } from '../iam/sessions.ts';
import { createFunctionLog } from '../log/function-log.ts';
import type { Assembly } from '../template/assembly.ts';
import type { Stack } from '../template/stack.ts';
import { readAliases } from './aliases.ts';
import { readFunctions } from './function-definition.ts';
import type { Outcome } from './function-instance.ts';
import { createFunctionPool, type FunctionPool } from './function-pool.ts';

export interface FunctionsOptions {
  readonly stack: Stack;
  readonly assembly: Assembly;
  /** What each role permits, by ARN. */
  readonly roles: ReadonlyMap<string, readonly PolicyStatement[]>;
  readonly clock: Clock;
  readonly region: string;
  readonly gate: URL;
  readonly sessions: Sessions;
  readonly log: (line: string) => void;
}

/** The functions of the stack. They are named by short, logical or physical name, by ARN, or by that of an alias. */
export interface Functions {
  readonly names: readonly string[];
  readonly find: (name: string) => FunctionPool;
  readonly invoke: (name: string, event: unknown) => Promise<Outcome>;
  /** Runs a function; returns what it returns and throws what it throws. */
  readonly call: (name: string, event: unknown) => Promise<unknown>;
  /** Invokes on behalf of a service, which a permission of the function must let. */
  readonly invokeFor: (
    service: string,
    mayInvoke: MayInvoke,
  ) => (functionArn: string, sourceArn: string, event: unknown) => Promise<Outcome>;
  /** Ends the instances of a function that are at work; their events fail as those of a crashed one do. */
  readonly kill: (name: string) => void;
  /** Gives instances of a function that start from now on these variables over the template's. */
  readonly reconfigure: (name: string, variables: Readonly<Record<string, string>>) => void;
  /** What each function's role allows, by the function's short name, in the order of the template. */
  readonly policies: ReadonlyMap<string, readonly PolicyStatement[]>;
  /** How many events are being handled. */
  readonly running: () => number;
  readonly stop: () => Promise<void>;
}

/** Makes a pool of instances for each function; the first instance starts with the first event. */
export const startFunctions = ({
  stack,
  assembly,
  roles,
  clock,
  log,
  ...surroundings
}: FunctionsOptions): Functions => {
  const functionLog = createFunctionLog(clock, log);
  const policies = new Map<string, readonly PolicyStatement[]>();
  const pools = readFunctions(stack, assembly).map((definition) => {
    const statements = roles.get(definition.roleArn);
    if (!statements)
      throw new Error(
        `The function "${definition.logicalId}" has the role ${definition.roleArn}, which is not of the stack.`,
      );
    policies.set(definition.name, statements);
    return createFunctionPool(definition, { ...surroundings, clock, statements, log: functionLog });
  });
  const aliases = readAliases(stack);
  const find = (nameOrAlias: string): FunctionPool => {
    const name = aliases.get(nameOrAlias) ?? nameOrAlias;
    const pool = pools.find(({ definition: { name: short, logicalId, functionName, arn } }) =>
      [short, logicalId, functionName, arn].includes(name),
    );
    if (!pool)
      throw new Error(
        `There is no function "${name}". There are ${pools.map(({ definition }) => definition.name).join(', ')}.`,
      );
    return pool;
  };
  const invoke = async (name: string, event: unknown): Promise<Outcome> => find(name).invoke(event);
  return {
    names: pools.map(({ definition }) => definition.name),
    find,
    policies,
    invoke,
    call: async (name, event) => {
      const outcome = await invoke(name, event);
      if ('payload' in outcome) return JSON.parse(outcome.payload);
      const error = new Error(outcome.error.errorMessage);
      error.name = outcome.error.errorType;
      throw error;
    },
    invokeFor: (service, mayInvoke) => async (functionArn, sourceArn, event) => {
      if (mayInvoke(service, functionArn, sourceArn)) return invoke(functionArn, event);
      log(`${service} may not invoke ${functionArn} for ${sourceArn}: no permission of the template lets it`);
      return {
        error: { errorType: 'AccessDeniedException', errorMessage: `${service} may not invoke ${functionArn}` },
      };
    },
    kill: (name) => find(name).kill(),
    reconfigure: (name, variables) => find(name).reconfigure(variables),
    running: () => pools.reduce((sum, pool) => sum + pool.running(), 0),
    stop: async () => {
      await Promise.all(pools.map((pool) => pool.stop()));
    },
  };
};
