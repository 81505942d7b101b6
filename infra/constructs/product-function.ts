import { Duration, Token, Validations } from 'aws-cdk-lib';
import { type Alarm, type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type Code,
  Function as LambdaFunction,
  RecursiveLoop,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { z } from 'zod';
import { NODE_OPTIONS_OF_BUNDLES } from '../bundle.ts';
import type { Stage } from '../stages.ts';
import { ALARM_PERIOD, type Alarms, MAY_COME_LATE } from './alarms.ts';
import type { Binding } from './binding.ts';
import { removalPolicyOf } from './data-policy.ts';
import { pascalCase } from './logical-id.ts';
import { countedBy, metricsNamespaceOf } from './product-metrics.ts';

/** What every function is built with. */
export interface FunctionSurroundings {
  readonly scope: Construct;
  readonly stage: Stage;
  readonly alarms: Alarms;
  /** The bundled code of the function of that name (its folder's). */
  readonly codeOf: (name: string) => Code;
}

/** Either what an error of the function means for users, or why nobody need be told. */
type ErrorAlarm = { readonly errorsMean: string } | { readonly noAlarmReason: string };

export type ProductFunctionProps<Environment extends z.ZodObject> = ErrorAlarm & {
  /** What the function parses its environment with: a variable that is not bound does not compile. */
  readonly environment: Environment;
  readonly binds: Readonly<Record<keyof z.input<Environment> & string, Binding>>;
  /** By default 29 seconds, as the HTTP API gives up after 30. */
  readonly timeout?: Duration;
  /** In MB; by default 1,024, which buys more than half a processor. */
  readonly memory?: number;
  /** Whether it goes on in messages to its own queue: Lambda takes that for a runaway loop after 16 rounds unless it is told. */
  readonly sendsToItself?: boolean;
};

const API_TIMEOUT = Duration.seconds(29);
const MEMORY_MB = 1024;

/** A function of the product. Its role permits what its bindings permit and writing its own log, nothing else. */
export class ProductFunction extends Construct {
  readonly lambda: LambdaFunction;
  /** After how long an invocation is broken off. */
  readonly timeout: Duration;
  /** What rings when it fails; none where a reason says so. */
  readonly errorsAlarm: Alarm | undefined;
  private readonly role: Role;
  /** Its folder's name, which is also that of the service in its log and metrics. */
  readonly folder: string;

  /** `name` is the function's folder. Throws when a setting is not what the function's own schema takes. */
  constructor(
    { scope, stage, alarms, codeOf }: FunctionSurroundings,
    name: string,
    // Any schema: what is bound is checked against it where the construct is made, by `createFunction`.
    props: ProductFunctionProps<z.ZodObject>,
  ) {
    super(scope, pascalCase(name));
    checkSettings(name, props);
    this.folder = name;
    this.timeout = props.timeout ?? API_TIMEOUT;

    const logGroup = new LogGroup(this, 'Log', {
      retention: stage.logRetention,
      removalPolicy: removalPolicyOf(stage),
    });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.allow(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );

    const bindings = Object.entries(props.binds);
    this.lambda = new LambdaFunction(this, 'Function', {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: codeOf(name),
      handler: 'index.handler',
      role: this.role,
      logGroup,
      timeout: this.timeout,
      tracing: Tracing.ACTIVE,
      memorySize: props.memory ?? MEMORY_MB,
      ...(props.sendsToItself ? { recursiveLoop: RecursiveLoop.ALLOW } : {}),
      ...reservationOf(stage, name),
      environment: {
        ...Object.fromEntries(bindings.map(([variable, binding]) => [variable, binding.value])),
        NODE_OPTIONS: NODE_OPTIONS_OF_BUNDLES,
        POWERTOOLS_SERVICE_NAME: name,
        POWERTOOLS_METRICS_NAMESPACE: metricsNamespaceOf(stage),
      },
    });
    Validations.of(this.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'Traces are written to X-Ray as a whole: its actions know no resources that could be named instead.',
    });
    for (const [, binding] of bindings) {
      this.allow(...binding.statements);
      Validations.of(this.role).acknowledge(...binding.exceptions);
    }

    this.errorsAlarm =
      'errorsMean' in props
        ? alarms.add(this, 'ErrorsAlarm', {
            metric: failuresOf(this.lambda, name, stage),
            threshold: 1,
            periods: MAY_COME_LATE,
            meaning: props.errorsMean,
            runbook: 'functions-fail',
          })
        : undefined;
  }

  /** Permits more to the function's role. */
  allow(...statements: readonly PolicyStatement[]): void {
    for (const statement of statements) this.role.addToPolicy(statement);
  }
}

/** A function of the product, its bindings checked by the compiler against its own environment's schema. */
export const createFunction = <Environment extends z.ZodObject>(
  surroundings: FunctionSurroundings,
  name: string,
  props: ProductFunctionProps<Environment>,
): ProductFunction => new ProductFunction(surroundings, name, props);

/** An account whose quota is small refuses any reservation, so there is none unless the stage names it. */
const reservationOf = ({ reservedConcurrency }: Stage, name: string) => {
  const reserved = reservedConcurrency?.[name];
  return reserved === undefined ? {} : { reservedConcurrentExecutions: reserved };
};

const checkSettings = (name: string, { environment, binds }: ProductFunctionProps<z.ZodObject>): void => {
  for (const [variable, { value }] of Object.entries(binds)) {
    if (Token.isUnresolved(value)) continue; // known only when deployed
    const parsed = environment.shape[variable]?.safeParse(value);
    if (parsed && !parsed.success)
      throw new Error(`${name} cannot take ${variable}="${value}": ${parsed.error.message}`);
  }
};

/**
 * How often the function failed: invocations that broke off, and the failures that it counts itself because it answers
 * them (jobs by handing the message back, the API by 500), which Lambda takes for successes.
 */
const failuresOf = (lambda: LambdaFunction, name: string, stage: Stage): IMetric =>
  new MathExpression({
    expression: 'FILL(errors, 0) + FILL(failures, 0)',
    label: `Failures of ${name}`,
    period: ALARM_PERIOD,
    usingMetrics: {
      errors: lambda.metricErrors({ period: ALARM_PERIOD }),
      failures: countedBy(stage, name, 'Failures'),
    },
  });
