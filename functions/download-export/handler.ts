import { readEnvironment } from '../../lib/environment.ts';
import { presignDownload } from '../../lib/exports/files/export-bucket.ts';
import { downloadHeaders } from '../../lib/exports/files/file-name.ts';
import { followLink } from '../../lib/exports/links/follow-link.ts';
import { apiHandler } from '../../lib/http/api-handler.ts';
import { openTable } from '../../lib/storage/table.ts';
import { aroundLinks } from './around-links.ts';
import { env } from './env.ts';
import { operations } from './request.ts';

const { JOBS_TABLE, LICENSING_TABLE, EXPORTS_BUCKET } = readEnvironment(env);
const stores = { jobs: openTable(JOBS_TABLE), licensing: openTable(LICENSING_TABLE) };

/** Leads from a mailed link to its file. Mail scanners open links too, so no use of a link uses it up. */
export const handler = apiHandler(
  operations,
  {
    getDownload: async ({ path, headers, now }) => {
      const follower = { method: 'GET', userAgent: headers['user-agent'], now } as const;
      const { key, name } = await followLink(stores, path.token, follower);
      const location = await presignDownload({ bucket: EXPORTS_BUCKET, key }, name, now);
      return { status: 302, headers: { location } };
    },
    headDownload: async ({ path, headers, now }) => {
      const follower = { method: 'HEAD', userAgent: headers['user-agent'], now } as const;
      const { name, bytes } = await followLink(stores, path.token, follower);
      return { status: 200, headers: { ...downloadHeaders(name), 'content-length': String(bytes) } };
    },
  },
  aroundLinks(),
);
