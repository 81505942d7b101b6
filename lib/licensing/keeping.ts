import { createHash } from 'node:crypto';
import { changeUnderRevision, type Item } from '../storage/revision.ts';
import type { MadeBy } from './made-by.ts';

/** An import that keeps what it replaces, so that it can be put back. */
export interface Keeping extends Pick<MadeBy, 'importId' | 'at'> {
  /** Keeps a value under a name; the same value always has the same one. */
  readonly keep: (name: string, replaced: unknown) => Promise<void>;
}

/** Gives what was kept under a name. */
export type ReadKept = (name: string) => Promise<unknown>;

/** How an item is kept: what it is called, how it tells which import made it, and what is counted of it. */
interface Kept<Value> {
  readonly what: string;
  readonly madeOf: (current: Value) => MadeBy | undefined;
  readonly count: (current: Value | undefined) => MadeBy['counts'];
}

/**
 * `changeUnderRevision` by an import that keeps the item as it was, before it is replaced. `change` is given the mark that
 * the new item is to bear: by it, what the import has made already is known, and never kept as if it had been there
 * before. Without `keeping` there is no mark, and nothing is kept. Returns the mark.
 */
export const changeKeeping = async <Value>(
  item: Item<Value>,
  keeping: Keeping | undefined,
  { what, madeOf, count }: Kept<Value>,
  change: (current: Value | undefined, made: MadeBy | undefined) => Value | undefined,
): Promise<MadeBy | undefined> => {
  let replaced: { readonly name: string; readonly value: Value } | undefined;
  let made: MadeBy | undefined;
  const mark = (current: Value | undefined): MadeBy | undefined => {
    const before = current && madeOf(current);
    replaced = undefined;
    if (!keeping || before?.importId === keeping.importId) return keeping && before;
    if (current) replaced = { name: `${what}/${sha256(JSON.stringify(current))}`, value: current };
    const { importId, at } = keeping;
    return { importId, at, ...(replaced ? { kept: replaced.name } : {}), counts: count(current) };
  };
  const changeMarked = (current: Value | undefined) => {
    made = mark(current);
    return change(current, made);
  };
  await changeUnderRevision(item, changeMarked, async () => {
    if (replaced) await keeping?.keep(replaced.name, replaced.value);
  });
  return made;
};

/** The hash by which a text is named, in hexadecimal digits. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
