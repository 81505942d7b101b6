import type { CallMatch } from '../../infra/local/gate/gate.ts';
import type { Runtime } from '../../infra/local/runtime.ts';
import type { Seeded } from './seeded.ts';

/** What was done to the functions' calls of AWS. */
export interface Disturbances {
  calls: number;
  faults: number;
  kills: number;
}

const KINDS = ['lost-answer', 'reset', 'error500', 'throttle'] as const;

/**
 * From now on makes a share of the functions' calls fail, before or after their work, and kills a function now and then.
 * Returns what is counted; `stop` ends it.
 */
export const disturb = (
  { gate, kill, resources }: Runtime,
  { share, killsPerCall, random }: { readonly share: number; readonly killsPerCall: number; readonly random: Seeded },
): { readonly counted: Disturbances; readonly stop: () => void } => {
  const counted: Disturbances = { calls: 0, faults: 0, kills: 0 };
  let isOver = false;
  const watch = (match: CallMatch, name: string): void =>
    gate.faults.before(match, () => {
      if (isOver) return;
      watch(match, name);
      counted.calls += 1;
      if (random.next() < share) {
        counted.faults += 1;
        gate.faults.inject({ ...match, times: 1, kind: random.oneOf(KINDS) });
      }
      if (random.next() < killsPerCall) {
        counted.kills += 1;
        kill(name);
      }
    });
  for (const name of resources.functions) watch({ caller: `assumed-role/${name}` }, name);
  return {
    counted,
    stop: () => {
      isOver = true;
      gate.faults.clear();
    },
  };
};
