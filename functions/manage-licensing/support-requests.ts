import * as z from 'zod';
import { operation } from '../../lib/http/operation.ts';
import { MOST_CASES, postedSupportCases, supportCasesView } from '../../lib/licensing/posted/posted-support-cases.ts';
import { SUPPORT_DAYS } from '../../lib/licensing/posted/support-cases.ts';
import { entityId } from '../../lib/values/entity-id.ts';
import { ROUTES } from './routes.ts';

const path = z.object({ id: entityId });

export const putSupportCases = operation({
  route: ROUTES.putSupportCases,
  summary: 'Say how many support cases a customer had',
  description: `Sets the counts of the days and categories that it names, in up to ${MOST_CASES} entries; all others stay as they are. A count of 0 says that there were none. Days are UTC days, of the last ${SUPPORT_DAYS} with today. Cases belong to who posted them: a partner, or the operator, neither sees nor changes another's. One bad entry, and nothing is stored.`,
  scopes: ['licensing:write'],
  path,
  body: postedSupportCases,
  responses: {
    200: { description: `The caller's own cases of the last ${SUPPORT_DAYS} days.`, schema: supportCasesView },
  },
});

export const getSupportCases = operation({
  route: ROUTES.getSupportCases,
  summary: 'Read the support cases that the caller posted',
  description: 'An operator who acts for all reads those that the operator posted, too; nobody reads those of another.',
  scopes: ['insights:read', 'licensing:write'],
  path,
  responses: { 200: { description: `Those of the last ${SUPPORT_DAYS} days.`, schema: supportCasesView } },
});
