import * as z from 'zod';
import { subject } from '../../lib/access/access-record.ts';
import { listAccess } from '../../lib/access/list-access.ts';
import { listEntries } from '../../lib/audit/list-entries.ts';
import { showEntry } from '../../lib/audit/shown-entry.ts';
import { profileOf } from '../../lib/customers/keep-partner.ts';
import { listPartners } from '../../lib/customers/partner-table.ts';
import { readEnvironment } from '../../lib/environment.ts';
import { apiHandler } from '../../lib/http/api-handler.ts';
import { reply } from '../../lib/http/respond.ts';
import { openTable } from '../../lib/storage/table.ts';
import { decodeCursor, encodeCursor } from '../../lib/values/cursor.ts';
import { entityId } from '../../lib/values/entity-id.ts';
import { env } from './env.ts';
import { operations } from './request.ts';

const { LICENSING_TABLE, JOBS_TABLE } = readEnvironment(env);
const [licensing, jobs] = [openTable(LICENSING_TABLE), openTable(JOBS_TABLE)];

/** Where a list goes on: after an id. */
const afterIn = (id: z.ZodType<string>, cursor: string | undefined): string | undefined =>
  cursor === undefined ? undefined : decodeCursor(z.strictObject({ after: id }), cursor).after;
const cursorTo = (after: string | undefined) => (after === undefined ? {} : { cursor: encodeCursor({ after }) });

/** Shows operators who is known, who may do what, and who changed what. */
export const handler = apiHandler(operations, {
  getAudit: async ({ query: { limit, cursor, ...selection }, now }) => {
    const { entries, ...more } = await listEntries(jobs, selection, { limit, cursor, now });
    return reply(200, { entries: entries.map(showEntry), ...more });
  },
  getPartners: async ({ query: { limit, cursor } }) => {
    const { partners, next } = await listPartners(licensing, limit, afterIn(entityId, cursor));
    return reply(200, { partners: partners.map(profileOf), ...cursorTo(next) });
  },
  getAccess: async ({ query: { limit, cursor } }) => {
    const { records, next } = await listAccess(licensing, limit, afterIn(subject, cursor));
    return reply(200, { access: records, ...cursorTo(next) });
  },
});
