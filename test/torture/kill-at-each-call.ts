import type { Runtime } from '../../infra/local/runtime.ts';

/**
 * Kills functions at each of their calls of AWS, one at a time, while each does its work, and lets the work come to its end.
 * `work` begins the work of the function of that name. Returns how many calls there were.
 */
export const killAtEachCall = async (
  { gate, kill, idle }: Runtime,
  work: Readonly<Record<string, () => Promise<void>>>,
): Promise<number> => {
  let killed = 0;
  for (const [name, begin] of Object.entries(work))
    for (let nth = 0; ; nth += 1) {
      let wasKilled = false;
      gate.faults.before({ caller: `assumed-role/${name}`, skip: nth }, () => {
        wasKilled = true;
        kill(name);
      });
      await begin();
      await idle();
      gate.faults.clear();
      if (!wasKilled) break;
      killed += 1;
    }
  return killed;
};
