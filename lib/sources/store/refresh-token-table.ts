import * as z from 'zod';
import { customerOwner, partnerOwner } from '../../customers/owner-keys.ts';
import { deleteItem } from '../../storage/delete-item.ts';
import { type Revised, readRevised, writeUnderRevision } from '../../storage/revision.ts';
import type { Table } from '../../storage/table.ts';
import type { SourcePlace } from './source.ts';

const stored = z.object({
  /** The id of the credentials that the token came of: it is nothing to those that were given later. */
  of: z.string(),
  /** Encrypted piece by piece, in base64. */
  pieces: z.array(z.string()),
  storedAt: z.iso.datetime(),
});
/** A refresh token as it is kept: nobody reads it here. */
export type StoredToken = z.output<typeof stored>;

const itemOf = (licensing: Table, place: SourcePlace) => ({
  table: licensing,
  key:
    'customerId' in place
      ? { owner: customerOwner(place.customerId), record: `refresh-token#${place.portfolio}#${place.name}` }
      : { owner: partnerOwner(place.portfolio), record: `refresh-token#${place.name}` },
  schema: stored,
});

/** The token that is kept for a source, read consistently; `undefined` before there was one. */
export const readToken = (licensing: Table, place: SourcePlace): Promise<Revised<StoredToken> | undefined> =>
  readRevised(itemOf(licensing, place));

/** Keeps a token in the place of the one that was found, unless another one took that place meanwhile. */
export const replaceToken = async (
  licensing: Table,
  place: SourcePlace,
  found: Revised<StoredToken> | undefined,
  next: StoredToken,
): Promise<void> => {
  let tried = false;
  await writeUnderRevision(itemOf(licensing, place), found, () => {
    if (tried) return undefined;
    tried = true;
    return next;
  });
};

/** Forgets the token of a source. */
export const dropRefreshToken = async (licensing: Table, place: SourcePlace): Promise<void> => {
  await deleteItem(licensing, itemOf(licensing, place).key);
};
