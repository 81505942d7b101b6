import * as z from 'zod';
import { type OperationsOf, operation } from '../../lib/http/operation.ts';
import { ROUTES } from './routes.ts';

const path = z.object({ token: z.string() });
const gone = { description: 'The link is expired or was revoked' };
const unknown = { description: 'There is no such link' };

const getDownload = operation({
  route: ROUTES.getDownload,
  summary: 'Follow a mailed link to its file',
  description: 'Needs no token of its own. Following a link does not use it up.',
  scopes: 'public',
  path,
  responses: {
    302: { description: 'Location is the file, for five minutes' },
    404: unknown,
    410: gone,
  },
});

const headDownload = operation({
  route: ROUTES.headDownload,
  summary: 'Look at what a mailed link leads to',
  scopes: 'public',
  path,
  responses: {
    200: { description: 'The type, size and name of the file, in the headers' },
    404: unknown,
    410: gone,
  },
});

export const operations = { getDownload, headDownload } satisfies OperationsOf<typeof ROUTES>;
