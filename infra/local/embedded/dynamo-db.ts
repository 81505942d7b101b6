import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import dynalite from 'dynalite';
import { addressOf, type EmbeddedServer, listenLocally } from './embedded.ts';

export interface DynamoDbOptions {
  /** The directory that keeps the tables over restarts; without it they live in memory. */
  readonly path?: string;
}

/** A call in DynamoDB's JSON protocol: headers by lower-case name. */
export interface DynamoDbRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface DynamoDbAnswer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Has a call answered, errors of the service included. Rejects when the server breaks off. */
export type AskDynamoDb = (request: DynamoDbRequest) => Promise<DynamoDbAnswer>;

export interface DynamoDb extends EmbeddedServer {
  /** Answers a call as the server at `url` does, without a connection. */
  readonly ask: AskDynamoDb;
}

/** Starts an empty DynamoDB, or the one that `path` keeps. A new table is `CREATING` for a moment. */
export const startDynamoDb = async ({ path }: DynamoDbOptions = {}): Promise<DynamoDb> => {
  const server: Server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0, ...(path ? { path } : {}) });
  await listenLocally(server);
  const asking = new Set<Promise<unknown>>();
  return {
    url: addressOf(server),
    ask: async (request) => {
      const answer = ask(server, request);
      asking.add(answer);
      try {
        return await answer;
      } finally {
        asking.delete(answer);
      }
    },
    stop: async () => {
      await Promise.allSettled(asking); // dynalite throws past everybody what its store, once closed, says to a call under way
      await new Promise<void>((resolve, reject) => {
        // dynalite's own close also waits for its store, which a restart on the same path needs.
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      });
    },
  };
};

/**
 * Hands the server's handler what it uses of a request and a response. A connection of HTTP to the gate, which lives in the
 * same process, takes three times what dynalite needs to answer.
 */
const ask = (server: Server, { headers, body }: DynamoDbRequest): Promise<DynamoDbAnswer> =>
  new Promise((resolve, reject) => {
    const request = Object.assign(new EventEmitter(), { method: 'POST', url: '/', headers });
    const answered: Record<string, string> = {};
    const response = {
      statusCode: 200,
      setHeader: (name: string, value: unknown) => {
        answered[name.toLowerCase()] = String(value);
      },
      end: (text = '') => resolve({ status: response.statusCode, headers: answered, body: text }),
    };
    try {
      server.emit('request', request, response);
      request.emit('data', Buffer.from(body));
      request.emit('end');
    } catch (error) {
      reject(error);
    }
  });
