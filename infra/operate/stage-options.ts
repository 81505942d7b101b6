import { readInstallation, stageOf } from '../installation.ts';
import type { Stage } from '../stages.ts';

/** What every command for a deployed stage takes, as CDK's own command line does: for `parseArgs`. */
export const STAGE_OPTIONS = {
  context: { type: 'string', short: 'c', multiple: true, default: [] as string[] },
  profile: { type: 'string' },
} as const;

interface StageValues {
  readonly context: readonly string[];
  readonly profile?: string | undefined;
}

/**
 * The stage that the options name (`-c stage=prod`; `dev` by default), with the owner's settings (`-c settings=<file>` for
 * another file). From here on the SDK takes the named profile. Throws when the stage or the settings cannot be taken.
 */
export const stageOfOptions = async ({ context, profile }: StageValues): Promise<Stage> => {
  if (profile !== undefined) process.env.AWS_PROFILE = profile;
  const named = Object.fromEntries(context.map((one) => [one.split('=')[0], one.slice(one.indexOf('=') + 1)]));
  return stageOf(named.stage ?? 'dev', await readInstallation(named.settings));
};
