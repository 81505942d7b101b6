import type { Server } from 'node:http';
import dynalite from 'dynalite';
import { addressOf, type EmbeddedServer, listenLocally } from './embedded.ts';

export interface DynamoDbOptions {
  /** The directory that keeps the tables over restarts; without it they live in memory. */
  readonly path?: string;
}

/** Starts an empty DynamoDB, or the one that `path` keeps. A new table is `CREATING` for a moment. */
export const startDynamoDb = async ({ path }: DynamoDbOptions = {}): Promise<EmbeddedServer> => {
  const server: Server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0, ...(path ? { path } : {}) });
  await listenLocally(server);
  return {
    url: addressOf(server),
    stop: () =>
      new Promise((resolve, reject) => {
        // dynalite's own close also waits for its store, which a restart on the same path needs.
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
};
