import type { Identity } from '../../licensing/identities/identity.ts';

/** Reads the rows of a list whose header it has seen; one that no line break ends may be cut off. Throws FieldProblem. */
type ReadIdentityRow = (fields: readonly string[], terminated?: boolean) => Identity;

/** Makes a reader of the header's columns; throws FileRefused `wrong_file` when it is another file's header. */
export type OpenIdentities = (columns: readonly string[]) => ReadIdentityRow;
