import type { Server } from 'node:http';

/** A server that runs inside this process, on 127.0.0.1 at a port of the system's choice. */
export interface EmbeddedServer {
  readonly url: URL;
  readonly stop: () => Promise<void>;
}

/**
 * Keeps idle connections open until the server stops. A time-out would race with a caller that takes the connection up
 * again at that moment, which ends in a reset that no test asked for.
 */
export const keepIdleConnections = (server: Server): void => {
  server.keepAliveTimeout = 0;
};

/** Resolves when `server` listens on 127.0.0.1 at `port`; 0 lets the system choose. Idle connections stay open. */
export const listenLocally = (server: Server, port = 0): Promise<void> =>
  new Promise((resolve, reject) => {
    keepIdleConnections(server);
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });

/** The URL of a server that listens on 127.0.0.1. */
export const addressOf = (server: Server): URL => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error(`The server listens on ${address}, not a port`);
  return new URL(`http://127.0.0.1:${address.port}`);
};
