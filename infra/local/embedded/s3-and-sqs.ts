import { buildApp } from 'fauxqs';
import { addressOf, type EmbeddedServer, keepIdleConnections } from './embedded.ts';
import { type FauxqsStores, loadStores } from './fauxqs-stores.ts';

/** Larger bodies reach S3 in parts. fauxqs's own limit of 11 MiB is below what one PutObject or POST may carry. */
const LARGEST_BODY_BYTES = 256 * 1024 * 1024;

export interface S3AndSqsOptions {
  /** The directory that keeps buckets, objects, queues and messages over restarts; without it they live in memory. */
  readonly dataDir?: string;
}

/** Starts S3 and SQS, which share one listener. fauxqs knows one account only, 000000000000. */
export const startS3AndSqs = async ({ dataDir }: S3AndSqsOptions = {}): Promise<EmbeddedServer> => {
  const stores: FauxqsStores = await loadStores(dataDir);
  const app = buildApp({ logger: false, stores: stores.stores });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/x-amz-json-1.0',
    { parseAs: 'buffer', bodyLimit: LARGEST_BODY_BYTES },
    (_request, body, done) => {
      try {
        done(null, JSON.parse(body.toString()));
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  );
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: LARGEST_BODY_BYTES }, (_request, body, done) => {
    done(null, body);
  });
  keepIdleConnections(app.server);
  await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    url: addressOf(app.server),
    stop: async () => {
      await app.close();
      stores.close();
    },
  };
};
