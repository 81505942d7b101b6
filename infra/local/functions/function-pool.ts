import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { Clock } from '../clock.ts';
import type { PolicyStatement } from '../gate/principal.ts';
import type { Session, Sessions } from '../iam/sessions.ts';
import type { FunctionLog } from '../log/function-log.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { functionEnvironment } from './function-environment.ts';
import { type FunctionInstance, type Outcome, startInstance } from './function-instance.ts';
import { type Trace, traceOf } from './lineage.ts';

/** Lambda's limit on the event and on the response of a synchronous call: 6 MB and some room for its own envelope. */
const LARGEST_PAYLOAD_BYTES = 6_291_556;
/** How many instances a function has at most when the template does not say; Lambda's own 1,000 would not fit a machine. */
const MOST_INSTANCES = Math.min(10, Math.max(4, 2 * availableParallelism()));
/** An instance beyond the first ends after so long without work. */
const IDLE_MILLISECONDS = 10_000;

export interface FunctionPool {
  readonly definition: FunctionDefinition;
  /**
   * Runs the function on an event, once an instance is free; `trace` is what led to it. Never rejects: what failed is in
   * the outcome.
   */
  readonly invoke: (event: unknown, trace?: Trace) => Promise<Outcome>;
  /** Ends the instances that are at work, as Lambda ends those that use too much memory. */
  readonly kill: () => void;
  /**
   * Gives instances that start from now on these variables over the template's, as a change of the function's configuration
   * does; those that run take no more events.
   */
  readonly reconfigure: (variables: Readonly<Record<string, string>>) => void;
  /** How many events are being handled or wait for an instance. */
  readonly running: () => number;
  readonly stop: () => Promise<void>;
}

export interface PoolSurroundings {
  readonly clock: Clock;
  readonly region: string;
  readonly gate: URL;
  readonly sessions: Sessions;
  readonly statements: readonly PolicyStatement[];
  readonly log: FunctionLog;
}

interface Member {
  readonly instance: FunctionInstance;
  readonly session: Session;
  readonly variables: Readonly<Record<string, string>>;
  requestId: string;
  retirement?: NodeJS.Timeout;
}

/** The instances of a function: none at first, more while events come faster than they are handled, one kept warm. */
export const createFunctionPool = (definition: FunctionDefinition, surroundings: PoolSurroundings): FunctionPool => {
  const { clock, log } = surroundings;
  const most = definition.reservedConcurrency ?? MOST_INSTANCES;
  const members = new Set<Member>();
  const waiting: (() => void)[] = [];
  let running = 0;
  let variables: Readonly<Record<string, string>> = definition.variables;

  const start = (): Member => {
    const logStream = randomUUID().replaceAll('-', '');
    const session = surroundings.sessions.openFor(
      { name: `assumed-role/${definition.name}`, statements: surroundings.statements },
      () => member.instance.isBusy(),
    );
    const { region, gate } = surroundings;
    const instance = startInstance({
      definition,
      environment: functionEnvironment(
        { ...definition, variables },
        { credentials: session.credentials, region, gate, logStream },
      ),
      logStream,
      offset: clock.offset(),
      onLog: (text) => log.output(definition.name, member.requestId, text),
    });
    const member: Member = { instance, session, variables, requestId: '' };
    members.add(member);
    return member;
  };
  const end = (member: Member): void => {
    clearTimeout(member.retirement);
    members.delete(member);
    void member.instance.stop();
  };
  const isFresh = ({ instance, session, variables: its }: Member): boolean =>
    instance.isAlive() && !session.hasExpired() && its === variables;
  /** A member with `requestId` on it, so that nobody else takes it. */
  const acquire = async (requestId: string): Promise<Member> => {
    for (const member of members) if (member.requestId === '' && !isFresh(member)) end(member);
    const free = [...members].find((member) => member.requestId === '');
    if (!free && members.size >= most) {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return acquire(requestId);
    }
    const taken = free ?? start();
    clearTimeout(taken.retirement);
    taken.requestId = requestId;
    return taken;
  };
  const release = (member: Member): void => {
    member.requestId = '';
    if (members.size > 1) {
      member.retirement = setTimeout(
        () => member.requestId === '' && members.size > 1 && end(member),
        IDLE_MILLISECONDS,
      );
      member.retirement.unref();
    }
    waiting.shift()?.();
  };

  const stopListening = clock.onSet(() => {
    for (const { instance } of members) instance.shiftClock(clock.offset());
  });

  const run = async (event: string, { header: traceHeader }: Trace): Promise<Outcome> => {
    const requestId = randomUUID();
    const member = await acquire(requestId);
    const startedAt = performance.now();
    const outcome = limitResponse(
      await member.instance.handle({ requestId, event, offset: clock.offset(), traceHeader }),
    );
    const milliseconds = performance.now() - startedAt;
    release(member);
    log.report(definition.name, requestId, milliseconds, outcome);
    return outcome;
  };
  return {
    definition,
    invoke: async (event, trace = traceOf(undefined, definition.arn)) => {
      const encoded = JSON.stringify(event) ?? 'null';
      const bytes = Buffer.byteLength(encoded);
      if (bytes > LARGEST_PAYLOAD_BYTES) return { error: tooLarge('Request', bytes) };
      running += 1;
      try {
        return await run(encoded, trace);
      } finally {
        running -= 1;
      }
    },
    kill: () => {
      for (const { instance, requestId } of members) if (requestId !== '') void instance.stop();
    },
    reconfigure: (changed) => {
      variables = { ...definition.variables, ...changed };
    },
    running: () => running,
    stop: async () => {
      stopListening();
      const ending = [...members].map(({ instance, retirement }) => {
        clearTimeout(retirement);
        return instance.stop();
      });
      await Promise.all(ending);
    },
  };
};

const limitResponse = (outcome: Outcome): Outcome => {
  if ('error' in outcome) return outcome;
  const bytes = Buffer.byteLength(outcome.payload);
  if (bytes <= LARGEST_PAYLOAD_BYTES) return outcome;
  return { error: tooLarge('Response', bytes), memoryMegabytes: outcome.memoryMegabytes };
};

const tooLarge = (what: 'Request' | 'Response', bytes: number) => ({
  errorType: `Function.${what}SizeTooLarge`,
  errorMessage: `${what} payload size (${bytes} bytes) exceeded maximum allowed payload size (${LARGEST_PAYLOAD_BYTES} bytes).`,
});
