import * as z from 'zod';
import { type AuditEntry, auditEntry } from './audit-entry.ts';

const record = z.unknown().optional();

/** An entry as the API shows it: with what was stored before and after as JSON. */
export const shownEntry = auditEntry
  .extend({
    subject: z
      .string()
      .meta({ description: 'Whose token or session it was; or a command, and whose login it ran under.' }),
    portfolio: z.string().optional().meta({ description: 'The partner it acted for; `~operator` for all.' }),
    target: z.string().optional().meta({ description: 'The id of what was changed.' }),
    before: record.meta({
      description: 'What was stored; none where nothing was. A long record is named by its length.',
    }),
    after: record.meta({ description: 'What is stored since; none where nothing is.' }),
    outcome: auditEntry.shape.outcome.meta({
      description:
        '`begun` was written before the change and never replaced by `done`: whether it was made has to be looked up.',
    }),
  })
  .meta({ id: 'AuditEntry' });

const parsed = (json: string | undefined): unknown => (json === undefined ? undefined : JSON.parse(json));

/** The entry as the API shows it. */
export const showEntry = ({ before, after, ...rest }: AuditEntry): z.infer<typeof shownEntry> => ({
  ...rest,
  ...(before === undefined ? {} : { before: parsed(before) }),
  ...(after === undefined ? {} : { after: parsed(after) }),
});
