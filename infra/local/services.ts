import { errorMessage } from './log/error-message.ts';

interface Stoppable {
  readonly stop: () => unknown;
}

/** The services of the runtime, in the order of their start. */
export interface Services {
  /** Starts one; at the end it is stopped before those that were started earlier. Throws, naming it, when it does not start. */
  readonly start: <Started extends Stoppable>(
    name: string,
    start: () => Started | Promise<Started>,
  ) => Promise<Started>;
  /** Stops all, the last first. Throws the errors of those that could not, after having tried all. */
  readonly stop: () => Promise<void>;
}

/** A list of services that grows as they are started. */
export const createServices = (): Services => {
  const started: { readonly name: string; readonly service: Stoppable }[] = [];
  return {
    start: async (name, start) => {
      try {
        const service = await start();
        started.push({ name, service });
        return service;
      } catch (cause) {
        throw new Error(`The local runtime could not start its ${name}: ${errorMessage(cause)}`, { cause });
      }
    },
    stop: async () => {
      const errors: unknown[] = [];
      for (let last = started.pop(); last; last = started.pop()) {
        try {
          await last.service.stop();
        } catch (cause) {
          errors.push(new Error(`The ${last.name} did not stop`, { cause }));
        }
      }
      if (errors.length > 0) throw new AggregateError(errors, 'The local runtime did not stop cleanly');
    },
  };
};

/** Waits for all, also when one rejects, and throws the first error: nothing goes on starting behind the caller's back. */
export const together = async <Values extends readonly Promise<unknown>[]>(
  starting: readonly [...Values],
): Promise<{ -readonly [Index in keyof Values]: Awaited<Values[Index]> }> => {
  await Promise.allSettled(starting);
  return Promise.all(starting);
};
