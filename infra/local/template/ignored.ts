import * as z from 'zod';

/** A property that may stand in the template and changes nothing here; the reason stands beside each use. */
export const ignored = z.unknown().optional();
