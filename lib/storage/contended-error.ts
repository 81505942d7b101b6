/** Thrown when other writers won every attempt: nothing was written, trying again later is safe. */
export class ContendedError extends Error {}
