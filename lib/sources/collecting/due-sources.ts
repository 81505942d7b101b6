import { sendMessages } from '../../jobs/queue.ts';
import type { Table } from '../../storage/table.ts';
import { type CustomerSource, keyOfSource, type PartnerSource } from '../store/source.ts';
import { listPlaces, readSources } from '../store/source-table.ts';
import type { CollectionMessage } from './collection-message.ts';

const PLACES_PER_PAGE = 500;

/** Whether a source is collected in the hour that `scheduledFor` lies in; one that says no hour, in that of the stage. */
const isDue = ({ hour }: Pick<PartnerSource, 'hour'>, scheduledFor: Date, usualHour: number): boolean =>
  (hour ?? usualHour) === scheduledFor.getUTCHours();

/**
 * Sends every source that is due to be collected, each in a message of its own, customers' and partners'. Returns how many.
 * Sent again for the same hour, each is collected once.
 */
export const sendDueSources = async (
  { licensing, queueUrl }: { readonly licensing: Table; readonly queueUrl: string },
  { scheduledFor, usualHour }: { readonly scheduledFor: Date; readonly usualHour: number },
): Promise<number> => {
  const id = scheduledFor.toISOString();
  let sent = 0;
  let after: string | undefined;
  do {
    const page = await listPlaces(licensing, { limit: PLACES_PER_PAGE, after });
    const { partners, customers } = await readSources(licensing, page.places);
    const due = [...partners, ...customers].filter((source) => isDue(source, scheduledFor, usualHour));
    const messages = due
      .sort((one, other) => (keyOfSource(one) < keyOfSource(other) ? -1 : 1))
      .map((source) => messageOf(source, id));
    await sendMessages(queueUrl, messages);
    sent += messages.length;
    after = page.next;
  } while (after !== undefined);
  return sent;
};

const messageOf = (source: PartnerSource | CustomerSource, id: string): CollectionMessage => {
  const { portfolio, name } = source;
  if ('customerId' in source) return { portfolio, name, customerId: source.customerId, collectionId: id };
  return { portfolio, name, discoveryId: id };
};
