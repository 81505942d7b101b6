import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Budget, Refusal } from '../collector.ts';
import type { AuthorizedCall, CallContext } from './authorized-call.ts';
import type { ListPage } from './list-document.ts';
import { refuse } from './obstacles.ts';
import { readJson } from './read-json.ts';
import { hostsOf, type MicrosoftSettings } from './settings.ts';
import { PARTNER_CENTER_PERMISSION } from './what-is-asked.ts';

/** Whose tenant a user signs in to where the partner's own is not told: the one that the user is of. */
const OF_THE_USER = 'organizations';

export const ownTenantOf = ({ partnerTenantId }: MicrosoftSettings): string => partnerTenantId ?? OF_THE_USER;

/** Partner Center, API throttling guidance: 500 requests in a minute. Of the partner's tenant, for all customers together. */
const partnerCenterBudget = ({ partnerTenantId, clientId }: MicrosoftSettings): Budget => ({
  key: `microsoft-partner-center#${partnerTenantId ?? clientId}`,
  calls: 500,
  seconds: 60,
});

/** A page of 500 customers, or all subscriptions of one. */
const LARGEST_PAGE_BYTES = 10_000_000;
const CONTINUATION = 'ms-continuationtoken';
const continuationToken = z.string().regex(/^[\x21-\x7e]{1,8000}$/u);

const partnerCenterPage = z.object({
  items: z.array(z.unknown()),
  links: z
    .object({
      next: z.object({ headers: z.array(z.object({ key: z.string(), value: z.string() })).nullish() }).nullish(),
    })
    .nullish(),
});

/** A call to Partner Center. */
export interface PartnerCenterRequest {
  /** Below `/v1/`. */
  readonly path: string;
  readonly what: string;
  /** Sent by POST. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly expects?: readonly number[];
  readonly ifMissing?: Refusal;
  /** What is needed for this very call, where that is more than to be let into Partner Center. */
  readonly permission?: string;
}

/** Makes a call to Partner Center as the partner, within its budget. */
export const callPartnerCenter = (
  call: AuthorizedCall,
  context: CallContext,
  { path, headers, ...request }: PartnerCenterRequest,
) => {
  const { partnerCenter } = hostsOf(context.settings);
  return call(context, {
    permission: PARTNER_CENTER_PERMISSION,
    ...request,
    url: `${partnerCenter}/v1/${path}`,
    audience: { resource: partnerCenter, tenantId: ownTenantOf(context.settings) },
    headers: {
      accept: 'application/json',
      'ms-requestid': randomUUID(),
      'ms-correlationid': randomUUID(),
      ...headers,
    },
    mostBytes: LARGEST_PAGE_BYTES,
    budget: partnerCenterBudget(context.settings),
  });
};

/** Reads a page of a list of Partner Center, the first or that after a continuation token: its items, and the next token. */
export const readPartnerCenterPage = async (
  call: AuthorizedCall,
  context: CallContext,
  request: PartnerCenterRequest,
  after?: string,
) => {
  const { path } = request;
  const goesOn = `${path}${path.includes('?') ? '&' : '?'}seekOperation=Next`;
  const answer = await callPartnerCenter(
    call,
    context,
    after === undefined ? request : { ...request, path: goesOn, headers: { 'MS-ContinuationToken': after } },
  );
  const { items, links } = await readJson(answer, partnerCenterPage, request.what);
  if (!links?.next) return { items, next: undefined };
  const told = links.next.headers?.find(({ key }) => key.toLowerCase() === CONTINUATION)?.value;
  const next = continuationToken.safeParse(told ?? answer.headers[CONTINUATION]);
  if (!next.success) throw refuse('answer_unusable', `${request.what}: the list goes on, but not by a token`);
  if (next.data === after) throw refuse('answer_unusable', `${request.what}: a page goes on at itself`);
  return { items, next: next.data };
};

/** All pages of a list of Partner Center, one after the other. */
export const partnerCenterList = async (
  call: AuthorizedCall,
  context: CallContext,
  request: PartnerCenterRequest,
  after?: string,
): Promise<ListPage> => {
  const { items, next } = await readPartnerCenterPage(call, context, request, after);
  return { items, next: next === undefined ? undefined : () => partnerCenterList(call, context, request, next) };
};
