import { randomUUID } from 'node:crypto';
import type { SesEvent } from '../gate/gate.ts';

const DETAIL_TYPES = { Bounce: 'Email Bounced', Complaint: 'Email Complaint Received' } as const;

/** What SES publishes to EventBridge: https://docs.aws.amazon.com/ses/latest/dg/monitoring-eventbridge.html */
export const mailReturnedEvent = (
  { eventType, detail }: SesEvent,
  { account, region, now }: { account: string; region: string; now: Date },
) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': DETAIL_TYPES[eventType],
  source: 'aws.ses',
  account,
  time: now.toISOString().replace(/\.\d+Z$/, 'Z'),
  region,
  resources: [],
  detail,
});
