import type * as z from 'zod';
import { shorten } from '../report-fields.ts';

/** How PowerShell writes what lies deeper in an object than `ConvertTo-Json` was told to go: two levels by default. */
const CUT_BY_DEPTH = 'PowerShell cut off what is inside it: write the file with ConvertTo-Json -Depth 10';

/** What is wrong with an item, in words, by the first complaint of its schema: which item, which property, and why. */
export const explainItem = (name: string, item: unknown, { issues: [issue] }: z.ZodError): string => {
  const path = issue?.path ?? [];
  const property = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  const value = valueAt(item, path);
  const where = `${name}${property}`;
  if (issue?.code === 'invalid_type' && value === undefined) return `${where} is missing.`;
  const shown = typeof value === 'object' && value !== null ? undefined : JSON.stringify(value);
  const short = shown === undefined ? undefined : shorten(shown);
  if (issue?.code === 'invalid_type') {
    const wanted = `${where} is ${short ?? 'an object or a list'}, not of the type ${issue.expected}`;
    const isCut = typeof value === 'string' && ['array', 'object'].includes(issue.expected);
    return isCut ? `${wanted}: ${CUT_BY_DEPTH}.` : `${wanted}.`;
  }
  const message = issue?.message ?? 'unreadable';
  if (short === undefined || message.includes(short)) return `${where} is not understood: ${message}.`;
  return `${where} is ${short}, which is not understood: ${message}.`;
};

const valueAt = (item: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    item,
  );
