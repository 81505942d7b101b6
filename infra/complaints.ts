import type { z } from 'zod';
import { STAGE_NAMES, stageSettings } from './stages.ts';

/**
 * What is wrong with settings, a line each, with the setting's name below `under`: which are missing, wrong, or no settings
 * at all, with those that there are. `given` is what was read.
 */
export const complaints = ({ issues }: z.ZodError, given: unknown, under: readonly string[] = []): string =>
  issues
    .flatMap((issue) => (issue.code === 'unrecognized_keys' ? strangersIn(issue, under) : [wrong(issue, given, under)]))
    .map((line) => `  ${line}.`)
    .join('\n');

const wrong = (issue: z.core.$ZodIssue, given: unknown, under: readonly string[]): string => {
  const name = [...under, ...issue.path].join('.') || 'The default export';
  return at(given, issue.path) === undefined ? `${name} is missing: ${issue.message}` : `${name}: ${issue.message}`;
};

const at = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], value); // a path that was walked

const strangersIn = ({ keys, path }: z.core.$ZodIssueUnrecognizedKeys, under: readonly string[]): string[] => {
  const place = [...under, ...path].map(String);
  const settings = place.length === 0 ? STAGE_NAMES : place.length === 1 ? Object.keys(stageSettings.shape) : [];
  const known = settings.length > 0 ? `; there are ${settings.join(', ')}` : '';
  return keys.map((key) => `${[...place, key].join('.')} is not a setting${known}`);
};
