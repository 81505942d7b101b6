import type { KnownCall, RouteName } from './call.ts';
import { type Scripted, type ScriptedAnswer, scriptedAnswer } from './scripted-answers.ts';

/** Which calls a script is about; what is left out is any. */
export interface ScriptedCalls {
  readonly route?: RouteName;
  readonly tenantId?: string;
  readonly report?: string;
  /** So many of these calls are answered as usual first. */
  readonly skip?: number;
  /** So many are then answered as scripted; all of them if left out. */
  readonly times?: number;
}

export interface Scripts {
  /** Scripts calls; of several scripts that fit, the newest counts. Returns what takes it back. */
  readonly add: (calls: ScriptedCalls, answer: ScriptedAnswer) => () => void;
  /** The script for a call, which is thereby counted. */
  readonly take: (call: KnownCall) => Scripted | undefined;
  /** Forgets all scripts. */
  readonly clear: () => void;
}

interface Script extends ScriptedCalls {
  readonly answer: Scripted;
  seen: number;
}

/** A list of scripts that is empty at first. */
export const createScripts = (): Scripts => {
  let scripts: Script[] = [];
  return {
    add: (calls, answer) => {
      const script: Script = { ...calls, answer: scriptedAnswer(answer), seen: 0 };
      scripts.unshift(script);
      return () => {
        scripts = scripts.filter((one) => one !== script);
      };
    },
    take: (call) => {
      const script = scripts.find((one) => isAbout(one, call) && !isSpent(one));
      if (!script) return undefined;
      script.seen += 1;
      return script.seen > (script.skip ?? 0) ? script.answer : undefined;
    },
    clear: () => {
      scripts = [];
    },
  };
};

const isAbout = (script: ScriptedCalls, call: KnownCall): boolean =>
  (script.route === undefined || script.route === call.route) &&
  (script.tenantId === undefined || script.tenantId === call.tenantId) &&
  (script.report === undefined || script.report === call.report);

const isSpent = ({ seen, skip = 0, times = Number.POSITIVE_INFINITY }: Script): boolean => seen >= skip + times;
