import { theStack } from './stack.ts';
import type { Stage } from './stage.ts';

/** The local runtime as the stage of the tests. */
export const openLocalStage = async (): Promise<Stage> => {
  const stack = await theStack();
  return {
    api: stack.api,
    now: async () => stack.clock.now(),
    operatorToken: () => stack.issueToken({ subject: 'operator' }),
    newcomer: async (subject) => ({ subject, issueToken: () => stack.issueToken({ subject }) }),
    idle: () => stack.idle(),
  };
};
