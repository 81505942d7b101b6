import { randomUUID } from 'node:crypto';
import type { CreatedObject } from '../gate/gate.ts';

/** S3's `Object Created` event: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
export const objectCreatedEvent = (
  created: CreatedObject,
  { account, region, now }: { account: string; region: string; now: Date },
) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'Object Created',
  source: 'aws.s3',
  account,
  time: now.toISOString().replace(/\.\d+Z$/, 'Z'),
  region,
  resources: [`arn:aws:s3:::${created.bucket}`],
  detail: {
    version: '0',
    bucket: { name: created.bucket },
    object: {
      key: created.key,
      size: created.size,
      etag: created.etag,
      sequencer: now.getTime().toString(16).toUpperCase().padStart(16, '0'),
    },
    'request-id': randomUUID(),
    requester: account,
    'source-ip-address': '127.0.0.1',
    reason: created.reason,
  },
});
