import { join } from 'node:path';
import type { BuildAppOptions } from 'fauxqs';

type Stores = NonNullable<BuildAppOptions['stores']>;

/** What fauxqs's persistence backends offer; they are not part of its exported types. */
interface QueuePersistence {
  readonly loadSqsAndSns: (sqs: Stores['sqsStore'], sns: Stores['snsStore']) => void;
  readonly close: () => void;
}
interface ObjectPersistence {
  readonly loadS3: (s3: Stores['s3Store']) => void;
  readonly close: () => void;
}

export interface FauxqsStores {
  readonly stores: Stores;
  /** Closes the files; to be called once the server has stopped. */
  readonly close: () => void;
}

/**
 * Loads a module inside fauxqs by its file. fauxqs builds these stores only in `startFauxqs`, which listens on every
 * address of the machine, and exports none of them, so that they are taken from beside its entry point.
 */
const loadModule = async <Exports>(path: string): Promise<Exports> =>
  // The cast states what the file of the pinned version exports; the restart test would show a change.
  (await import(new URL(path, import.meta.resolve('fauxqs')).href)) as Exports;

/**
 * Takes the directory that keeps the data (objects as files, queues in SQLite), or undefined for memory only, and
 * returns the stores with what was kept already loaded.
 */
export const loadStores = async (dataDir: string | undefined): Promise<FauxqsStores> => {
  const [{ SqsStore }, { SnsStore }, { S3Store }] = await Promise.all([
    loadModule<{ SqsStore: new () => Stores['sqsStore'] }>('./sqs/sqsStore.js'),
    loadModule<{ SnsStore: new () => Stores['snsStore'] }>('./sns/snsStore.js'),
    loadModule<{ S3Store: new () => Stores['s3Store'] }>('./s3/s3Store.js'),
  ]);
  const stores: Stores = { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() };
  if (!dataDir) return { stores, close: () => {} };

  const [{ PersistenceManager }, { FileS3Persistence }] = await Promise.all([
    loadModule<{ PersistenceManager: new (directory: string) => QueuePersistence }>('./persistence.js'),
    loadModule<{ FileS3Persistence: new (directory: string) => ObjectPersistence }>('./s3/fileS3Persistence.js'),
  ]);
  const queues = new PersistenceManager(join(dataDir, 'sqs'));
  const objects = new FileS3Persistence(join(dataDir, 's3'));
  // Loading comes before attaching, so that what is loaded is not written again.
  queues.loadSqsAndSns(stores.sqsStore, stores.snsStore);
  objects.loadS3(stores.s3Store);
  Object.assign(stores.sqsStore, { persistence: queues });
  Object.assign(stores.snsStore, { persistence: queues });
  Object.assign(stores.s3Store, { persistence: objects });
  for (const queue of stores.sqsStore.allQueues()) Object.assign(queue, { persistence: queues });
  return {
    stores,
    close: () => {
      queues.close();
      objects.close();
    },
  };
};
