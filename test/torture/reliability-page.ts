import type { Disturbances } from './disturb.ts';
import type { Found } from './recount.ts';

/** What a run was and found. */
export interface Figures extends Found, Disturbances {
  readonly seed: number;
  readonly clients: number;
  readonly rounds: number;
  readonly retries: number;
  /** At how many calls a function was killed that did its work alone, each once. */
  readonly killedAtEachCall: number;
}

const number = (value: number): string => value.toLocaleString('en-US');

/** The page of a run in which so large a share of the functions' calls failed. */
export const reliabilityPage = (figures: Figures, share: number): string => `# Reliability

What became of work while the functions' calls of AWS failed. This page is made by \`npm run torture -- --write\`, which runs the
synthesized stack on the local runtime: ${figures.clients} clients at once send activity, files (some of them hostile) and orders;
${share * 100} % of the functions' calls fail, before their work or after it, so that their answer is lost, and functions are
killed at some. Then each function that works on jobs is killed at each of its calls, one at a time. Clients send again what is put off. Then everything is counted again, undisturbed.

| | |
| --- | --- |
| seed, clients, rounds | ${figures.seed}, ${figures.clients}, ${figures.rounds} |
| calls of AWS by functions | ${number(figures.calls)} |
| of these failed, or lost their answer | ${number(figures.faults)} |
| functions killed | ${number(figures.kills)} |
| calls at which a function was killed alone | ${number(figures.killedAtEachCall)} |
| requests that clients sent again | ${number(figures.retries)} |
| events taken | ${number(figures.events)} |
| imports, recalculations, exports | ${number(figures.imports)}, ${number(figures.recalculations)}, ${number(figures.exports)} |
| mails that arrived; shown as unconfirmed | ${number(figures.mails)}; ${number(figures.unconfirmed)} |
| **lost**: taken, and not stored | **${figures.lost}** |
| **twice**: mails that arrived again, activity that nobody sent | **${figures.twice}** |
| **stuck**: jobs and mails that did not come to an end | **${figures.stuck}** |
| **wrong**: figures, good files that failed, hostile ones that did not, mails said to be sent that did not arrive | **${figures.wrong}** |

A mail is unconfirmed when the answer of the mail provider was lost, or the function that sent it was killed: it may have arrived,
is shown as such, and is sent again by hand only.

What is tried one by one, and in every test run: each call of an export, of an import of each form, of an undo, of a recalculation
and of a publication, its answer lost and its function killed (\`test/integration/*/every-call.test.ts\`).
`;
