import * as z from 'zod';
import { may, partnerOf } from '../../../lib/access/caller.ts';
import { readCustomers } from '../../../lib/customers/customer-table.ts';
import { errorsOf, Problem } from '../../../lib/problem/problem.ts';
import { customerSourceBody, partnerSourceBody } from '../../../lib/sources/kinds/source-bodies.ts';
import { keepSources } from '../../../lib/sources/managing/keep-sources.ts';
import { sourceName } from '../../../lib/sources/store/source.ts';
import { entityId } from '../../../lib/values/entity-id.ts';
import { ROUTES } from '../routes.ts';
import { definePage } from '../site/define-page.ts';
import type { Page, PageReply, Visitor } from '../site/page.ts';
import { licensing, settings, sourceStores } from '../site/stores.ts';
import { shellFor } from '../site/surroundings.ts';
import { type SourcesView, sourcesPage } from './sources-page.tsx';
import { sourcesTexts } from './sources-texts.ts';

const READS = ['insights:read', 'activity:write', 'licensing:write'] as const;
const WRITES = ['activity:write', 'licensing:write'] as const;
const PER_PAGE = 50;

const keep = keepSources(sourceStores);

type Said = Pick<SourcesView, 'done' | 'problem'>;
const done = z.enum(Object.keys(sourcesTexts.done) as [keyof typeof sourcesTexts.done]); // the keys of a constant

/** The page of sources. */
const sourcesList = definePage(ROUTES.sourcesList, {
  scopes: READS,
  query: z.object({ cursor: z.string().optional(), done: done.optional() }),
  answer: async ({ query, visitor, now }) => ({ document: await pageOf(visitor, query.cursor, query, now) }),
});

/** Leads back to the page once something is done; shows it with what stands against it where it is not. */
const after = async (
  visitor: Visitor,
  now: Date,
  said: NonNullable<Said['done']>,
  work: () => Promise<unknown>,
): Promise<PageReply> => {
  try {
    await work();
    return { seeOther: `/sources?done=${said}` };
  } catch (error) {
    if (!(error instanceof Problem) || error.status === 403) throw error;
    return { status: error.status, document: await pageOf(visitor, undefined, { problem: error.message }, now) };
  }
};

/** What a form means as a request of the API. Throws a 400 problem that names the field. */
const bodyOf = <Schema extends z.ZodType>(schema: Schema, fields: unknown): z.output<Schema> => {
  const parsed = schema.safeParse(fields);
  if (parsed.success) return parsed.data;
  const [first] = errorsOf(parsed.error);
  throw new Problem(400, 'invalid_form', `${first?.pointer.slice(1)}: ${first?.message}.`);
};

const filled = z.string().trim().max(20_000).default('');
const given = (name: string, value: unknown) => (value === '' || value === undefined ? {} : { [name]: value });

/** The partner for whom the visitor speaks. */
const partnerFor = ({ caller }: Visitor): string => {
  const partnerId = partnerOf(caller);
  if (partnerId === undefined) throw new Problem(400, 'partner_needed', sourcesTexts.noPartner);
  return partnerId;
};

const putSource = definePage(ROUTES.putSource, {
  scopes: WRITES,
  form: z.object({
    name: z.string(),
    auth: filled,
    clientId: filled,
    partnerTenantId: filled,
    customersFrom: filled,
    newCustomers: filled,
    hour: filled,
    clientSecret: filled,
    refreshToken: filled,
  }),
  answer: async ({ form, visitor, now }) =>
    after(visitor, now, 'saved', async () => {
      const call = { caller: visitor.caller, now };
      const place = { portfolio: partnerFor(visitor), name: bodyOf(sourceName, form.name) };
      const known = (await keep.listPartners(call, place.portfolio)).find(({ name }) => name === place.name);
      const { hosts, reports } = known?.settings ?? {};
      const secret = { ...given('clientSecret', form.clientSecret), ...given('refreshToken', form.refreshToken) };
      const body = bodyOf(partnerSourceBody, {
        kind: 'microsoft',
        auth: form.auth,
        clientId: form.clientId,
        newCustomers: form.newCustomers,
        ...given('partnerTenantId', form.partnerTenantId),
        ...given('customersFrom', form.customersFrom),
        ...given('hour', form.hour === '' ? '' : Number(form.hour)),
        // What only the API sets.
        ...given('hosts', hosts),
        ...given('reports', reports),
        ...(Object.keys(secret).length > 0 ? { credentials: secret } : {}),
      });
      await keep.putPartners(call, place, body);
    }),
});

const followCustomer = definePage(ROUTES.followCustomer, {
  scopes: WRITES,
  form: z.object({ customerId: filled, tenantId: filled, name: z.string() }),
  answer: async ({ form, visitor, now }) =>
    after(visitor, now, 'saved', async () => {
      const place = { customerId: bodyOf(entityId, form.customerId), name: bodyOf(sourceName, form.name) };
      const body = bodyOf(customerSourceBody, { kind: 'microsoft', uses: 'partner', tenantId: form.tenantId });
      await keep.putCustomers({ caller: visitor.caller, now }, place, body);
    }),
});

const collectSource = definePage(ROUTES.collectSource, {
  scopes: WRITES,
  path: z.object({ name: sourceName }),
  answer: async ({ path: { name }, visitor, now }) =>
    after(visitor, now, 'collecting', () =>
      keep.collectPartners({ caller: visitor.caller, now }, { portfolio: partnerFor(visitor), name }),
    ),
});

const ofCustomer = z.object({ name: sourceName, id: entityId });

const collectCustomer = definePage(ROUTES.collectCustomer, {
  scopes: WRITES,
  path: ofCustomer,
  answer: async ({ path: { name, id: customerId }, visitor, now }) =>
    after(visitor, now, 'collecting', () =>
      keep.collectCustomers({ caller: visitor.caller, now }, { customerId, name }),
    ),
});

const takeHeldFile = definePage(ROUTES.takeHeldFile, {
  scopes: WRITES,
  path: ofCustomer.extend({ importId: z.string() }),
  answer: async ({ path: { name, id: customerId, importId }, visitor, now }) =>
    after(visitor, now, 'file', () => keep.takeHeld({ caller: visitor.caller, now }, { customerId, name }, importId)),
});

const takeProposed = definePage(ROUTES.takeProposedCustomer, {
  scopes: WRITES,
  path: z.object({ tenantId: z.string() }),
  form: z.object({ customerId: filled }),
  answer: async ({ path: { tenantId }, form, visitor, now }) =>
    after(visitor, now, 'taken', () =>
      keep.takeProposed(
        { caller: visitor.caller, now },
        { portfolio: partnerFor(visitor), tenantId },
        { customerId: bodyOf(entityId, form.customerId) },
      ),
    ),
});

/** The page of sources, and what its forms do. */
export const sourcePages: readonly Page[] = [
  sourcesList,
  putSource,
  followCustomer,
  collectSource,
  collectCustomer,
  takeHeldFile,
  takeProposed,
];

const pageOf = async (visitor: Visitor, cursor: string | undefined, said: Said, now: Date) => {
  const { caller } = visitor;
  const call = { caller, now };
  const partnerId = partnerOf(caller);
  const [shell, { sources, ...more }, partners, proposed] = await Promise.all([
    shellFor(visitor),
    keep.listAll(call, { limit: PER_PAGE, cursor }),
    partnerId === undefined ? undefined : keep.listPartners(call, partnerId),
    partnerId === undefined ? [] : keep.listProposed(call, partnerId),
  ]);
  const customers = await readCustomers(
    licensing,
    sources.map(({ customerId }) => customerId),
  );
  const listed = sources.map((source) => ({ source, customerName: customers.get(source.customerId)?.name }));
  const view: SourcesView = {
    partners,
    proposed,
    sources: listed,
    ...more,
    isFirstPage: cursor === undefined,
    mayChange: WRITES.every((scope) => may(caller, [scope])),
    usualHour: settings.COLLECTION_HOUR,
    done: said.done,
    problem: said.problem,
  };
  return sourcesPage(view, shell);
};
