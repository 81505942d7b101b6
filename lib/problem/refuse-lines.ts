import { Problem, type ProblemDetails } from './problem.ts';

/** What is wrong with the lines of a request's list, each by its JSON pointer. */
export type Complaints = NonNullable<ProblemDetails['errors']>;

/**
 * Refuses a list of which lines are wrong: takes the complaints by the problem's code. Throws a 400 problem with all
 * complaints of the first code that has any; does nothing when none has.
 */
export const refuseLines = (complaints: Readonly<Record<string, Complaints>>): void => {
  for (const [code, errors] of Object.entries(complaints)) {
    const [first, ...others] = errors;
    if (first === undefined) continue;
    const more = others.length > 0 ? ` (and ${others.length} more)` : '';
    const detail = `${first.pointer}: ${first.message}${more}. Correct it and send the list again; nothing was stored.`;
    throw new Problem(400, code, detail, { errors });
  }
};
