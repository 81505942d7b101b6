import * as z from 'zod';

/** Ids are keys of plain objects in stored items, where a name that every object has would be found unstored. */
const isNoBuiltIn = (id: string): boolean => !(id in {});

/** A product's id: a GUID, stored in lower case, or a name of the operator's own. */
export const productId = z
  .union(
    [
      z.guid().toLowerCase(),
      z
        .string()
        .regex(/^[a-z0-9._-]{1,64}$/u)
        .refine(isNoBuiltIn),
    ],
    'a product id is a GUID, or 1 to 64 lower-case letters, digits, dots, hyphens or underscores',
  )
  .meta({ description: 'A GUID, or lower-case letters, digits, dots, hyphens and underscores.' });

/** A workload's id: it is also what events name. */
export const workloadId = z
  .string()
  .regex(/^[a-z0-9]{1,64}$/u, 'a workload id has 1 to 64 lower-case letters or digits, no hyphens')
  .refine(isNoBuiltIn, 'this word cannot be a workload id');

/** A family's id. */
export const familyId = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/u, 'a family has 1 to 64 lower-case letters, digits or hyphens')
  .refine(isNoBuiltIn, 'this word cannot be a family');
