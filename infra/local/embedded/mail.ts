import { createRequire } from 'node:module';
import { addressOf, type EmbeddedServer, keepIdleConnections } from './embedded.ts';

// A CommonJS module with a `default` member: Node.js and vitest disagree on where an import finds that, require does not.
// The cast states the types that the package ships.
const { default: startSes } = createRequire(import.meta.url)('aws-ses-v2-local') as typeof import('aws-ses-v2-local');

/**
 * Starts SES v2 with an empty mailbox: pages at `/`, JSON at `/store`. The mails live in this process's memory, in one
 * mailbox per process; `mail-archive.ts` puts them back after a restart. The system chooses the port when none is given.
 */
export const startMail = async ({ port = 0 }: { port?: number } = {}): Promise<EmbeddedServer> => {
  const server = await startSes({ host: '127.0.0.1', port });
  keepIdleConnections(server);
  const url = addressOf(server);
  const emptied = await fetch(new URL('/clear-store', url), { method: 'POST' }); // of what an earlier server took
  if (!emptied.ok) throw new Error(`The mailbox was not emptied: ${emptied.status}`);
  return {
    url,
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
};
