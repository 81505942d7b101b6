import * as z from 'zod';
import type { AuthorizedCall, CallContext } from './authorized-call.ts';
import type { ListPage } from './list-document.ts';
import { refuse } from './obstacles.ts';
import { readJson } from './read-json.ts';
import { hostsOf } from './settings.ts';

/** A list of Graph, in a tenant. */
export interface GraphListRequest {
  /** Below `/v1.0/`, with its query. */
  readonly path: string;
  readonly tenantId: string;
  readonly permission: string;
}

/** A page of 999 users has about 1.4 million bytes. */
const LARGEST_PAGE_BYTES = 10_000_000;

const graphPage = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().max(20_000).nullish() });

/** The addresses below which all of Graph's lists stand. */
const rootOf = (graph: string): string => `${graph}/v1.0/`;

/** Reads the page of a list of Graph at `address`: its items, and the address of the next page, which is Graph's own. */
export const readGraphPage = async (
  call: AuthorizedCall,
  context: CallContext,
  { path, tenantId, permission }: GraphListRequest,
  address?: string,
) => {
  const { graph } = hostsOf(context.settings);
  const what = `GET /v1.0/${path.split('?')[0]}`;
  const url = address ?? `${rootOf(graph)}${path}`;
  const audience = { resource: graph, tenantId };
  const headers = { accept: 'application/json' };
  const answer = await call(context, { url, audience, headers, permission, what, mostBytes: LARGEST_PAGE_BYTES });
  const { value: items, '@odata.nextLink': next } = await readJson(answer, graphPage, what);
  if (next == null) return { items, next: undefined };
  const following = ownAddress(next, graph);
  if (following === url) throw refuse('answer_unusable', `${what}: a page goes on at itself`);
  return { items, next: following };
};

/** All pages of a list of Graph, one after the other. */
export const graphList = async (
  call: AuthorizedCall,
  context: CallContext,
  request: GraphListRequest,
  address?: string,
): Promise<ListPage> => {
  const { items, next } = await readGraphPage(call, context, request, address);
  return { items, next: next === undefined ? undefined : () => graphList(call, context, request, next) };
};

/** The address of a further page. Throws `address_refused` unless it is below the same root: the token goes with the call. */
export const ownAddress = (address: string, graph: string): string => {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.href.startsWith(rootOf(graph))) return url.href;
  throw refuse(
    'address_refused',
    `the list goes on at ${url ? url.host || url.protocol : 'no address'}, which is not ${new URL(graph).host}`,
  );
};
