import { once } from 'node:events';
import { createServer } from 'node:net';

const MOST_TRIES = 50;

/** The first port from `first` on that nothing listens on at 127.0.0.1 and that is not in `taken`. Throws when there is none near. */
export const freePort = async (first: number, taken: readonly number[] = []): Promise<number> => {
  for (let port = first; port < first + MOST_TRIES; port++)
    if (!taken.includes(port) && (await isFree(port))) return port;
  throw new Error(
    `The ports ${first} to ${first + MOST_TRIES - 1} are all taken. Choose another: npm start -- --port N`,
  );
};

export const isFree = async (port: number): Promise<boolean> => {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
};
