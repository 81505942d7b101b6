import type { Collectors } from '../../../lib/sources/collecting/collectors.ts';
import type { FetchItem, FetchOutcome, FoundCustomers } from '../../../lib/sources/collector.ts';

type Microsoft = Collectors['microsoft'];
type Context = Parameters<Microsoft['fetch']>[1];
type Found = Awaited<ReturnType<Microsoft['customers']>>;

/** How a made-up service answers for one item. */
export type Answering = (context: Context, item: FetchItem) => Promise<FetchOutcome>;

/** What a made-up service holds, and what it was asked for. */
export interface MadeUpService {
  items: readonly FetchItem[];
  readonly answers: Map<string, Answering>;
  pages: readonly Found[];
  /** What `pages` are once they were asked for. */
  afterwards?: readonly Found[];
  /** The ids of the items, as often as they were asked for. */
  readonly asked: string[];
  /** What was given before, as often as it was planned. */
  readonly planned: (readonly string[])[];
}

export const madeUpService = (): MadeUpService => ({
  items: [],
  answers: new Map(),
  pages: [],
  asked: [],
  planned: [],
});

/** Puts a document as the item's file. */
export const file =
  (document: unknown, tag?: string): Answering =>
  async ({ putFile }, item) => {
    const content = (async function* () {
      yield Buffer.from(JSON.stringify(document));
    })();
    await putFile({ item, content, ...(tag === undefined ? {} : { tag }) });
    return { outcome: 'fetched' };
  };

/** What collects from a made-up service, under the name of a kind that there is. */
export const collectorsOf = (service: MadeUpService): Collectors => ({
  microsoft: {
    plan: ({ given }) => {
      service.planned.push(given);
      return service.items;
    },
    fetch: async (item, context) => {
      service.asked.push(item.id);
      return (await service.answers.get(item.id)?.(context, item)) ?? { outcome: 'unchanged' };
    },
    customers: async (_context, cursor) => {
      const page = service.pages[Number(cursor ?? 0)] ?? { outcome: 'found', customers: [] };
      service.pages = service.afterwards ?? service.pages;
      return page;
    },
  },
});

/** A page of customers, and where the next is. */
export const pageOf = (customers: FoundCustomers['customers'], cursor?: string): Found => ({
  outcome: 'found',
  customers,
  ...(cursor === undefined ? {} : { cursor }),
});
