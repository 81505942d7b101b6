import { readApi } from './api/api-definition.ts';
import { createAuthorize } from './api/authorizer.ts';
import { createHttpApi } from './api/http-api.ts';
import type { Clock } from './clock.ts';
import { createDeliveries } from './deliveries.ts';
import { createEventBus } from './events/event-bus.ts';
import { mailReturnedEvent } from './events/mail-event.ts';
import { objectCreatedEvent } from './events/object-created.ts';
import { readRules } from './events/rules.ts';
import { startFunctions } from './functions/start-functions.ts';
import { readGrants } from './iam/grants.ts';
import { readInvokePermissions } from './iam/invoke-permissions.ts';
import { readRolePolicies } from './iam/role-policies.ts';
import { createSessions } from './iam/sessions.ts';
import type { Infrastructure } from './infrastructure.ts';
import { readIssuerClients } from './issuer/issuer-clients.ts';
import { createIdle } from './queues/idle.ts';
import { startPollers } from './queues/start-pollers.ts';
import { createResources } from './resources/create-resources.ts';
import { startSchedules } from './schedules/schedules.ts';
import type { Services } from './services.ts';
import { createSqsClients } from './sqs-clients.ts';
import type { Assembly } from './template/assembly.ts';
import type { Stack } from './template/stack.ts';
import { startTtl } from './ttl.ts';

export interface StackOptions {
  readonly stack: Stack;
  readonly assembly: Assembly;
  readonly infrastructure: Infrastructure;
  readonly services: Services;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

/** Starts what the template describes, on the infrastructure; everything is read before anything is started. */
export const startStack = async ({ stack, assembly, infrastructure, services, clock, log }: StackOptions) => {
  const { api: listener, dynamodb, s3AndSqs, gate, issuer, queueClock, secrets, keys, settings } = infrastructure;
  const { region, account } = stack;
  const roles = readRolePolicies(stack);
  const mayInvoke = readInvokePermissions(stack);
  const rules = readRules(stack);
  const api = readApi(stack);
  issuer.register(readIssuerClients(stack));

  const { queues, names } = await createResources(stack, clock.now(), {
    dynamodb: dynamodb.url,
    s3AndSqs: s3AndSqs.url,
    secrets,
    keys,
    settings,
  });
  const sessions = await services.start('sessions', () => createSessions(gate, clock));
  const clients = await services.start('SQS clients', () =>
    createSqsClients({ gate: gate.url, region, clock, sessions, roles }),
  );
  const functions = await services.start('functions', () =>
    startFunctions({ stack, assembly, roles, clock, region, gate: gate.url, sessions, log }),
  );
  const deliveries = createDeliveries({
    queues,
    region,
    account,
    sqs: s3AndSqs.url,
    mayInvoke,
    invoke: functions.invoke,
    clientOf: clients.ofRole,
  });
  const bus = createEventBus({ rules, deliver: deliveries.fromRule, log });
  settings.onObjectCreated = (created) =>
    bus.publish(objectCreatedEvent(created, { account, region, now: clock.now() }));
  settings.onMailEvent = (event) => bus.publish(mailReturnedEvent(event, { account, region, now: clock.now() }));

  const pollers = await services.start('pollers', () =>
    startPollers({ stack, queues, functions, region, clientOf: clients.ofRole, log }),
  );
  const schedules = await services.start('schedules', () =>
    startSchedules(stack, { clock, deliver: deliveries.fromSchedule, log }),
  );
  const ttl = await services.start('TTL', () => startTtl({ clock, deleteExpired: gate.sweepExpired, log }));

  if (api) {
    const invoke = functions.invokeFor('apigateway.amazonaws.com', mayInvoke);
    const authorize = createAuthorize({ clock, region, invoke });
    listener.serve(createHttpApi({ api, account, region, clock, authorize, invoke }));
  }
  const running = () => listener.running() + functions.running() + bus.running() + schedules.running() + ttl.running();
  return {
    ttl,
    controls: {
      resources: { ...names, functions: functions.names },
      invoke: functions.call,
      kill: functions.kill,
      reconfigure: functions.reconfigure,
      grants: () => readGrants(functions.policies, gate.uses),
      fireSchedule: schedules.fire,
      idle: createIdle({
        running,
        onIdle: gate.catchUp,
        pollers: pollers.all,
        isPaused: pollers.isPaused,
        sqs: s3AndSqs.url,
        queueClock,
        clock,
      }),
      pauseQueues: pollers.pause,
      resumeQueues: pollers.resume,
    },
  };
};
