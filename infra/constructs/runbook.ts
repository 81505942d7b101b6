/**
 * The headings of the alarms in `docs/runbook.md`, as its anchors: each says what an alarm means and what to do. A test
 * holds the page and the alarms together.
 */
export type RunbookSection =
  | 'functions-fail'
  | 'the-api-answers-5xx'
  | 'runs-failed'
  | 'recalculations-failed'
  | 'publications-failed'
  | 'imports-failed'
  | 'exports-failed'
  | 'collections-failed'
  | 'erasures-failed'
  | 'mail-events-failed'
  | 'jobs-wait'
  | 'jobs-run-long'
  | 'no-run'
  | 'functions-are-throttled'
  | 'a-chain-was-stopped'
  | 'events-were-dropped'
  | 'tables-are-throttled'
  | 'mails-bounce'
  | 'mails-are-complained-about';

/** Where somebody who was woken up reads on. */
export const runbookPlace = (section: RunbookSection): string => `docs/runbook.md#${section}`;
