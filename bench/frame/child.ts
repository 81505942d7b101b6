import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** Environment and limits of a process of its own. */
export interface ChildOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly execArgv?: readonly string[];
}

/** Starts a module as a process of its own and waits for the first message it sends, which is returned with it. */
export const startChild = async <Message>(
  module: string,
  args: readonly string[],
  { env = {}, execArgv = [] }: ChildOptions = {},
): Promise<{ readonly child: ChildProcess; readonly message: Message }> => {
  const child = fork(module, args, { env: { ...process.env, ...env }, execArgv: [...execArgv] });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${module} ended with ${code} before it told anything`);
  });
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [Message];
  ended.catch(() => {}); // it may end now
  return { child, message };
};

/** Runs a module as a process of its own, and returns the one message it sends. */
export const runChild = async <Message>(
  module: string,
  args: readonly string[],
  options?: ChildOptions,
): Promise<Message> => {
  const { child, message } = await startChild<Message>(module, args, options);
  if (child.exitCode === null) await once(child, 'exit');
  return message;
};
