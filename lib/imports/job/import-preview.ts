import * as z from 'zod';
import { dayText } from '../../time/day.ts';

/** How many rows of a file are shown as they are understood. */
export const ROWS_SHOWN = 10;

const count = z.int().min(0);

/** What an import would do, without having stored anything. */
export const importPreview = z
  .object({
    day: dayText.meta({ description: 'The day that the file is taken to speak of.' }),
    products: z.array(z.string()).meta({
      description: 'The products whose lists of holders the file would replace; none where it tells of use alone.',
    }),
    rows: z
      .array(
        z.object({
          line: count.meta({
            description: 'The line of a CSV file or of JSON lines; of a JSON list the item, from 1.',
          }),
          userId: z.string(),
          sku: z.string(),
          holds: z.boolean(),
          assignedOn: dayText.optional(),
          activeOn: z.array(z.object({ workload: z.string(), day: dayText })),
        }),
      )
      .meta({ description: 'The first good rows, as they are understood.' }),
    users: z.object({
      named: count,
      new: count.meta({ description: 'Of whom nothing is known at this customer so far.' }),
    }),
    holdings: z.object({ stored: count, started: count, ended: count }),
    activeDays: z.object({
      told: count,
      gained: count.meta({ description: 'Days, by user and workload, that are not known yet.' }),
    }),
  })
  .meta({ id: 'ImportPreview' });
export type ImportPreview = z.infer<typeof importPreview>;
