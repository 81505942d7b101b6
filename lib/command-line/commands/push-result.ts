import type { PlannedFile, UnplannedFile } from '../folder/plan-file.ts';
import type { PushedFile } from '../folder/push-file.ts';

/** A file that was looked at, and what became of it. */
export type Outcome = { readonly file: UnplannedFile } | { readonly file: PlannedFile; readonly pushed: PushedFile };

/** How many of a file's errors and warnings are named in words; the JSON has all that the deployment names. */
const MOST_NAMED = 5;

const OUTCOMES = ['taken', 'unchanged', 'refused', 'unfinished', 'unknown', 'skipped'] as const;
type OutcomeName = (typeof OUTCOMES)[number];

const nameOf = (outcome: Outcome): OutcomeName => ('pushed' in outcome ? outcome.pushed.outcome : outcome.file.left);

/** What there is to say of a file: a line, and one each for what was found in it. */
export const linesOf = (outcome: Outcome): string[] => {
  const { file } = outcome;
  if (!('pushed' in outcome)) return [`${file.path}: ${nameOf(outcome)}. ${outcome.file.why}`];
  const { request } = outcome.file;
  const { found, problem } = outcome.pushed;
  const whose = request.customerId === undefined ? request.kind : `${request.kind} of ${request.customerId}`;
  const rows = found ? `, ${found.rows} rows` : '';
  const errors = (found?.errors ?? []).map(
    ({ line, message }) => `  error${line === null ? '' : ` in line ${line}`}: ${message}`,
  );
  const warnings = (found?.warnings ?? []).map(({ message, count }) => `  warning (${count}): ${message}`);
  return [
    `${file.path}: ${nameOf(outcome)} (${whose}${rows})${problem ? `. ${problem.message}` : ''}`,
    ...named(errors, found?.errorCount ?? 0),
    ...named(warnings, warnings.length),
  ];
};

const named = (lines: readonly string[], all: number): string[] => [
  ...lines.slice(0, MOST_NAMED),
  ...(all > MOST_NAMED ? [`  … and ${all - MOST_NAMED} more`] : []),
];

/** All files in one: as a JSON document and as a last line; done is what leaves nothing to do. */
export const resultOf = (outcomes: readonly Outcome[], ignored: readonly string[]) => {
  const counts = Object.fromEntries(
    OUTCOMES.map((name) => [name, outcomes.filter((outcome) => nameOf(outcome) === name).length]),
  );
  const told = OUTCOMES.filter((name) => counts[name]).map((name) => `${counts[name]} ${name}`);
  const words = [...told, ...(ignored.length > 0 ? [`${ignored.length} no data files`] : [])];
  return {
    isDone: outcomes.every((outcome) => ['taken', 'unchanged', 'skipped'].includes(nameOf(outcome))),
    lines: [words.length === 0 ? 'There are no files.' : `Files: ${words.join(', ')}.`],
    result: {
      ...counts,
      ignored,
      files: outcomes.map(toldOf).sort((one, other) => (one.path < other.path ? -1 : 1)),
    },
  };
};

const toldOf = (outcome: Outcome) => {
  const { path } = outcome.file;
  if (!('pushed' in outcome)) return { path, outcome: nameOf(outcome), why: outcome.file.why };
  const { request } = outcome.file;
  const { found, problem } = outcome.pushed;
  return {
    path,
    outcome: nameOf(outcome),
    ...request,
    ...(found ? { import: found } : {}),
    ...(problem ? { problem } : {}),
  };
};
