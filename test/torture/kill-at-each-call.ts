import type { Runtime } from '../../infra/local/runtime.ts';

/**
 * Kills functions at each of their calls of AWS, one at a time, while each does its work, and lets the work come to its end.
 * `work` begins the work of the function of that name; `report` is told of each how many calls it had. Returns their sum.
 */
export const killAtEachCall = async (
  { gate, kill, idle }: Runtime,
  work: Readonly<Record<string, () => Promise<void>>>,
  report: (name: string, calls: number) => void,
): Promise<number> => {
  let killed = 0;
  for (const [name, begin] of Object.entries(work)) {
    let calls = 0;
    for (; ; calls += 1) {
      let wasKilled = false;
      gate.faults.before({ caller: `assumed-role/${name}`, skip: calls }, () => {
        wasKilled = true;
        kill(name);
      });
      await begin();
      await idle();
      gate.faults.clear();
      if (!wasKilled) break;
    }
    report(name, calls);
    killed += calls;
  }
  return killed;
};
