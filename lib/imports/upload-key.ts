const PREFIX = 'imports/';

/** Where the uploads bucket keeps the file of an import. */
export const uploadKey = (importId: string): string => `${PREFIX}${importId}`;

/** The import whose file lies under a key of the uploads bucket. */
export const importIdOf = (key: string): string => key.slice(key.startsWith(PREFIX) ? PREFIX.length : 0);
