import * as z from 'zod';
import type { Assembly } from '../template/assembly.ts';
import { ignored } from '../template/ignored.ts';
import type { Resource, Stack } from '../template/stack.ts';

const properties = z.strictObject({
  FunctionName: z.string().optional(),
  Code: z.object({ S3Key: z.string() }),
  Handler: z.string(),
  Runtime: z.string().startsWith('nodejs'),
  Role: z.string(),
  Environment: z.object({ Variables: z.record(z.string(), z.string()).default({}) }).optional(),
  /** Seconds; Lambda's own default is 3. */
  Timeout: z.coerce.number().default(3),
  /** MB; Lambda's own default is 128. */
  MemorySize: z.coerce.number().default(128),
  ReservedConcurrentExecutions: z.coerce.number().optional(),
  RecursiveLoop: z.enum(['Allow', 'Terminate']).default('Terminate'),
  LoggingConfig: z
    .object({
      LogFormat: z.string().optional(),
      LogGroup: z.string().optional(),
      ApplicationLogLevel: z.string().optional(),
    })
    .optional(),
  // The machine's own processor runs the function, and nothing is traced or stored between calls.
  Architectures: ignored,
  Description: ignored,
  EphemeralStorage: ignored,
  Tags: ignored,
  TracingConfig: ignored,
});

/** A function of the template. */
export interface FunctionDefinition {
  /** Short, for people: the construct's name in kebab case, for example `ingest-activity`. */
  readonly name: string;
  readonly logicalId: string;
  readonly functionName: string;
  readonly arn: string;
  readonly roleArn: string;
  readonly folder: string;
  readonly handler: string;
  /** Exactly the template's. */
  readonly variables: Readonly<Record<string, string>>;
  readonly runtime: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly reservedConcurrency?: number;
  /** Whether an event may lead to the function again and again. */
  readonly mayLoop: boolean;
  readonly logGroup: string;
  readonly logFormat: string;
  readonly logLevel?: string;
}

/** The functions of the stack. Throws on a function that is not run by Node.js or whose code is not an asset of the assembly. */
export const readFunctions = (stack: Stack, assembly: Assembly): readonly FunctionDefinition[] =>
  stack.ofType('AWS::Lambda::Function', properties).map((resource) => definitionOf(resource, assembly));

const definitionOf = (
  { logicalId, path, ref, attribute, properties: given }: Resource<z.output<typeof properties>>,
  assembly: Assembly,
): FunctionDefinition => ({
  name: kebabCase(path.replace(/\/(Function|Lambda)$/, '')),
  logicalId,
  functionName: ref,
  arn: attribute('Arn'),
  roleArn: given.Role,
  folder: assembly.assetFolder(given.Code.S3Key),
  handler: given.Handler,
  variables: given.Environment?.Variables ?? {},
  runtime: given.Runtime,
  timeoutSeconds: given.Timeout,
  memoryMegabytes: given.MemorySize,
  ...(given.ReservedConcurrentExecutions === undefined
    ? {}
    : { reservedConcurrency: given.ReservedConcurrentExecutions }),
  mayLoop: given.RecursiveLoop === 'Allow',
  logGroup: given.LoggingConfig?.LogGroup ?? `/aws/lambda/${ref}`,
  logFormat: given.LoggingConfig?.LogFormat ?? 'Text',
  ...(given.LoggingConfig?.ApplicationLogLevel === undefined
    ? {}
    : { logLevel: given.LoggingConfig.ApplicationLogLevel }),
});

const kebabCase = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
