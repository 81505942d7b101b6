import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Credentials } from '../gate/principal.ts';
import type { FunctionDefinition } from './function-definition.ts';

/** Where instances keep compiled code for those that start later, which saves a third of a start; Node.js keeps versions apart. */
const COMPILE_CACHE = join(tmpdir(), 'node-compile-cache');

/**
 * The environment of an instance: the template's variables, what Lambda itself sets (its reserved and unreserved
 * variables: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html), and the endpoints by which the
 * SDK finds the gate. Nothing comes from this machine, its AWS configuration files included.
 */
export const functionEnvironment = (
  definition: FunctionDefinition,
  { credentials, region, gate, logStream }: { credentials: Credentials; region: string; gate: URL; logStream: string },
): Record<string, string> => ({
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_SESSION_TOKEN: credentials.sessionToken ?? '',
  AWS_DEFAULT_REGION: region,
  AWS_REGION: region,
  AWS_EXECUTION_ENV: `AWS_Lambda_${definition.runtime}`,
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMegabytes),
  AWS_LAMBDA_FUNCTION_NAME: definition.functionName,
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_LAMBDA_LOG_GROUP_NAME: definition.logGroup,
  AWS_LAMBDA_LOG_STREAM_NAME: logStream,
  ...(definition.logFormat === 'JSON' ? { AWS_LAMBDA_LOG_FORMAT: 'JSON' } : {}),
  ...(definition.logLevel === undefined ? {} : { AWS_LAMBDA_LOG_LEVEL: definition.logLevel }),
  LAMBDA_TASK_ROOT: definition.folder,
  LANG: 'en_US.UTF-8',
  TZ: ':UTC',
  _HANDLER: definition.handler,
  ...definition.variables,
  NODE_COMPILE_CACHE: COMPILE_CACHE,
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
  AWS_ENDPOINT_URL_DYNAMODB: gate.origin,
  AWS_ENDPOINT_URL_KMS: gate.origin,
  AWS_ENDPOINT_URL_S3: gate.origin,
  AWS_ENDPOINT_URL_SECRETS_MANAGER: gate.origin,
  AWS_ENDPOINT_URL_SESV2: gate.origin,
  AWS_ENDPOINT_URL_SQS: gate.origin,
});
