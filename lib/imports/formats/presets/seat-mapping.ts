import * as z from 'zod';

const text = z.string().trim().min(1).max(200);

/**
 * Where a value of a row comes from: a column by its name (of JSON a property, `assignee.login` for one inside another), a
 * column whose words are translated, or one value for all rows.
 */
const field = z
  .union([
    text,
    z.strictObject({ column: text, values: z.record(z.string().max(200), text) }),
    z.strictObject({ const: text }),
  ])
  .meta({ id: 'SeatField' });
export type SeatField = z.infer<typeof field>;

const several = z.union([field, z.array(field).min(1).max(10)]);

/** Which columns of a file of seats say what. */
export const seatMapping = z
  .strictObject({
    user: field.meta({ description: 'Whose seat it is: by the same name as in all other data of the customer.' }),
    product: field.meta({ description: 'An id, part number, name or alias of a product in the catalogue.' }),
    assignedOn: field.optional(),
    lastActiveOn: several.optional().meta({ description: 'The last day of use; several columns are several days.' }),
    activeOn: z
      .union([field, z.strictObject({ fileDay: z.literal(true) })])
      .optional()
      .meta({ description: 'A day of use, of a file with a row per user and day; or the day of the whole file.' }),
    activeWhen: z.array(text).min(1).max(20).optional().meta({
      description: 'A row is one of use where any of these is true, or a count above 0, or holds such a one.',
    }),
    workload: field.optional().meta({ description: 'What was used; by default the only workload of the product.' }),
    state: several.optional().meta({
      description:
        'Whether the seat is held: by words like active, enabled, assigned, true and inactive, disabled, unassigned, false. Of several columns all have to say so.',
    }),
    day: field
      .optional()
      .meta({ description: 'The day through which the file speaks; the newest of its rows counts.' }),
    holdings: z.enum(['whole-list', 'untold']).optional().meta({
      description:
        'Whether the file lists all who hold its products, so that others hold them no more; by default it does, unless it has a row per day.',
    }),
    total: text.optional().meta({
      description: 'A property beside the list that says how many users it has when it is whole.',
    }),
  })
  .meta({ id: 'SeatMapping' });
export type SeatMapping = z.infer<typeof seatMapping>;

/** The same as a request says it beside a preset, of which it replaces what it names. */
export const seatColumns = seatMapping.partial().meta({ id: 'SeatColumns' });
export type SeatColumns = z.infer<typeof seatColumns>;
