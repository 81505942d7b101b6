/** The partition that holds the operator's part of the catalogue, and every version of the whole that was used. */
export const CATALOGUE_OWNER = 'catalogue';
