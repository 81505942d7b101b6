import * as z from 'zod';
import { operation } from '../../lib/http/operation.ts';

const path = z.object({ token: z.string() });
const gone = { description: 'The link is expired or was revoked' };
const unknown = { description: 'There is no such link' };

export const getDownload = operation({
  route: 'GET /d/{token}',
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

export const headDownload = operation({
  route: 'HEAD /d/{token}',
  summary: 'Look at what a mailed link leads to',
  scopes: 'public',
  path,
  responses: {
    200: { description: 'The type, size and name of the file, in the headers' },
    404: unknown,
    410: gone,
  },
});

export const operations = [getDownload, headDownload];
