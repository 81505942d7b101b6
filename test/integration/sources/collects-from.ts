import { jobHandler } from '../../../lib/jobs/job-handler.ts';
import { sendMessages } from '../../../lib/jobs/queue.ts';
import { collectionMessage } from '../../../lib/sources/collecting/collection-message.ts';
import { workOnCollection } from '../../../lib/sources/collecting/work-on-collection.ts';
import { workOnDiscovery } from '../../../lib/sources/collecting/work-on-discovery.ts';
import { openTable } from '../../../lib/storage/table.ts';
import { collectorsOf, type MadeUpService } from './made-up-collector.ts';

/** What the function that collects does, but from a made-up service; the environment says where. */
export const collectsFrom = async (service: MadeUpService) => {
  const { env } = process;
  const queueUrl = env.COLLECTION_QUEUE_URL ?? '';
  const stores = {
    licensing: openTable('Licensing'),
    jobs: openTable('Jobs'),
    bucket: env.UPLOADS_BUCKET ?? '',
    largestBytes: 1_000_000,
    secretPrefix: env.SOURCE_SECRETS ?? '',
    keyArn: env.SOURCE_KEY_ARN ?? '',
    publishQueueUrl: env.PUBLISH_QUEUE_URL ?? '',
    collectionQueueUrl: queueUrl,
  };
  return jobHandler(collectionMessage, { DELIVERIES: 15 }, async (message) => {
    const today = new Date().toISOString().slice(0, 10);
    const work = {
      collectors: collectorsOf(service),
      clock: () => new Date(),
      timeIsUp: () => false,
      signal: new AbortController().signal,
      asOf: today,
    };
    const next = await ('customerId' in message
      ? workOnCollection(stores, message, work)
      : workOnDiscovery(stores, message, work));
    if (next) await sendMessages(queueUrl, [message], next);
  });
};
