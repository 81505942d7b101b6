import { type Caller, partnerOf } from '../../../lib/access/caller.ts';
import type { ImportKind } from '../../../lib/imports/formats/kinds/import-kind.ts';
import { importKindName, KINDS_BY_NAME, type KindName, traitsOf } from '../../../lib/imports/formats/kinds/kinds.ts';

/** What each kind of file is called, and a line of what it is and where it comes from. */
export const KIND_TEXTS: Readonly<Record<KindName, Pick<ImportKind, 'name' | 'note'>>> = KINDS_BY_NAME;

/** The kinds in the order in which they are offered to a caller: those of operators only to one who acts for all. */
export const kindsFor = (caller: Caller): readonly KindName[] =>
  importKindName.options.filter(
    (kind) => !traitsOf(kind).needsOperator || (caller.operator && partnerOf(caller) === undefined),
  );

/** What a request for an import of the kind has to say besides. */
export const needsOf = (kind: KindName): { customer: boolean; day: boolean; identities: boolean; columns: boolean } => {
  const { namesCustomers, saysDay, namesUsers, mapsColumns } = traitsOf(kind);
  return { customer: !namesCustomers, day: !saysDay, identities: namesUsers && !mapsColumns, columns: mapsColumns };
};
