import { errorMessage, type Say } from './run-command.ts';

/** What a look at one thing found, and what to do about it. */
export interface Finding {
  /** `error`: the stage cannot be deployed so, or does not work. `hint`: it works, and would be better otherwise. */
  readonly level: 'ok' | 'hint' | 'warning' | 'error';
  readonly what: string;
  readonly remedy?: string;
}

export const ok = (what: string): Finding => ({ level: 'ok', what });
export const hint = (what: string, remedy: string): Finding => ({ level: 'hint', what, remedy });
export const warning = (what: string, remedy: string): Finding => ({ level: 'warning', what, remedy });
export const error = (what: string, remedy: string): Finding => ({ level: 'error', what, remedy });

/** Looks at something; what may not be looked at is a warning, for it may be well. */
export const look = async (
  at: string,
  check: () => readonly Finding[] | Promise<readonly Finding[]>,
): Promise<readonly Finding[]> => {
  try {
    return await check();
  } catch (cause) {
    return [
      warning(`${at} could not be looked at: ${errorMessage(cause)}`, 'Use credentials that may, or look yourself.'),
    ];
  }
};

/** Prints findings, each with what to do about it below. */
export const sayFindings = (findings: readonly Finding[], say: Say): void => {
  for (const { level, what, remedy } of findings) {
    say(`${level.padEnd(8)}${what}`);
    if (remedy !== undefined) say(`        → ${remedy}`);
  }
};

export const hasErrors = (findings: readonly Finding[]): boolean => findings.some(({ level }) => level === 'error');
