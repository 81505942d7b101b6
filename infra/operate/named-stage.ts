import { parseArgs } from 'node:util';
import { type Stage, stageNamed } from '../stages.ts';

/**
 * The stage that a command is for, as `npm run deploy` takes it: `-c stage=prod` or `--context stage=prod`, and `dev`
 * without. Throws on other arguments, and when there is no such stage.
 */
export const namedStage = (args: readonly string[]): Stage => {
  const { values } = parseArgs({
    args: [...args],
    options: { context: { type: 'string', short: 'c', multiple: true, default: [] } },
  });
  const [given = 'stage=dev', another] = values.context;
  const name = /^stage=(.+)$/u.exec(given)?.[1];
  if (name === undefined || another !== undefined)
    throw new Error(`Which stage? Write -- -c stage=prod, not ${values.context.join(' ')}.`);
  return stageNamed(name);
};
