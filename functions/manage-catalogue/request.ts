import * as z from 'zod';
import { MOST_ALIASES } from '../../lib/catalogue/change/change-entries.ts';
import { familyId, productId, workloadId } from '../../lib/catalogue/ids.ts';
import { foldName } from '../../lib/catalogue/names/fold-name.ts';
import { BILLED_PER, OFFERS } from '../../lib/catalogue/product.ts';
import { type OperationsOf, operation } from '../../lib/http/operation.ts';
import { nextCursor, ONE_PAGE, pageQuery } from '../../lib/http/paging.ts';
import { displayName } from '../../lib/values/entity-id.ts';
import { ROUTES } from './routes.ts';

/** More workloads than any product contains. */
const MOST_WORKLOADS = 100;

const billedPer = z.enum(BILLED_PER).meta({
  description:
    'What it is billed by, where seats are not bought in advance: `assigned-seat` costs from when it is assigned. By default it is bought in advance.',
});

const shownProduct = z
  .object({
    sku: z.string(),
    partNumber: z.string(),
    name: z.string(),
    family: z.string(),
    workloads: z.array(z.string()).meta({
      description: 'The workloads whose figures it is part of: a product with OneDrive alone has SharePoint here.',
    }),
    mainWorkloads: z
      .array(z.string())
      .optional()
      .meta({ description: 'Those by which it is judged, where its entry marks some.' }),
    offer: z
      .enum(OFFERS)
      .meta({ description: 'Trials are shown beside the figures; free and excluded products are in no ratio.' }),
    billedPer: billedPer.optional(),
    aliases: z
      .array(z.string())
      .optional()
      .meta({ description: "The operator's further names of it, if there are any." }),
  })
  .meta({ id: 'Product' });

const shownWorkload = z
  .object({ id: z.string(), family: z.string(), countsAs: z.string().optional(), excluded: z.boolean() })
  .meta({ id: 'Workload' });

/** As many products as anybody compares. */
const MOST_IN_GROUP = 100;

const shownGroup = z
  .object({ id: z.string(), name: z.string(), products: z.array(z.string()) })
  .meta({ id: 'ProductGroup' });

const version = z.string().meta({ description: 'Changes with the content; insights name theirs as `catalogVersion`.' });

const countsAs = workloadId.optional().meta({
  description: 'The workload whose figure this one joins; it then has none of its own. One level, no cycles.',
});
const excluded = z
  .boolean()
  .optional()
  .meta({ description: 'Activity is still taken, but is in no figure. By default false.' });

const containedWorkload = z
  .union(
    [workloadId.transform((id) => ({ id })), z.strictObject({ id: workloadId, countsAs, excluded })],
    'a workload is an id of lower-case letters and digits, no hyphens, or { id, countsAs, excluded }',
  )
  .meta({
    description:
      'An id, or what is to be said of the workload as well. An unknown one is created in the family of the product; a known one of which nothing is said stays as it is.',
  });

const aliases = z
  .array(displayName)
  .max(MOST_ALIASES)
  .refine((list) => new Set(list.map(foldName)).size === list.length, 'a name is given twice')
  .meta({
    description:
      'Further names under which files know it. Case and runs of spaces do not matter. None may be the name of another product.',
  });

const containedWorkloads = z
  .array(containedWorkload)
  .max(MOST_WORKLOADS)
  .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, 'a workload is named twice');

const productBody = z
  .strictObject({
    name: displayName.optional(),
    family: familyId.optional(),
    workloads: containedWorkloads.optional(),
    mainWorkloads: z
      .array(workloadId)
      .min(1, 'leave it out to have the product judged by all')
      .max(MOST_WORKLOADS)
      .optional()
      .meta({
        description:
          'Those of its workloads by which it is judged: they have to be measured before it is called idle. By default Exchange, SharePoint and Teams of a suite of Office 365 that contains them, else all.',
      }),
    partNumber: z
      .string()
      .trim()
      .regex(/^[\x21-\x7e](?:[\x20-\x7e]{0,98}[\x21-\x7e])?$/u, 'a part number has 1 to 100 printable ASCII characters')
      .optional()
      .meta({
        description: 'Another name for it in requests. By default that of the bundled product, or else the id.',
      }),
    isTrial: z
      .boolean()
      .optional()
      .meta({ description: 'Its seats are shown beside the sold ones. By default false.' }),
    free: z
      .boolean()
      .optional()
      .meta({ description: 'It costs nothing for good: it is in no ratio. By default false.' }),
    excluded: z.boolean().optional().meta({ description: 'It is in no ratio, whatever it costs. By default false.' }),
    billedPer: billedPer.optional(),
    aliases: aliases.optional(),
  })
  .refine(({ isTrial, free }) => !(isTrial && free), 'a product is free or a trial, not both')
  .check(({ value: { workloads = [], mainWorkloads = [] }, issues }) => {
    const contained = new Set(workloads.map(({ id }) => id));
    for (const [at, id] of mainWorkloads.entries())
      if (!contained.has(id))
        issues.push({
          code: 'custom',
          path: ['mainWorkloads', at],
          input: id,
          message: `"${id}" is none of its workloads: add it to "workloads", or leave it out here`,
        });
  })
  .meta({ id: 'ProductEntry' })
  .transform(({ name, family, workloads, aliases: names, ...more }, context) => {
    if (name !== undefined && family !== undefined && workloads !== undefined)
      return { entry: { name, family, workloads, aliases: names, ...more } };
    const onlyAliases = [name, family, workloads, ...Object.values(more)].every((one) => one === undefined);
    if (names !== undefined && onlyAliases) return { aliases: names };
    for (const [key, value] of Object.entries({ name, family, workloads }))
      if (value === undefined)
        context.addIssue({ code: 'custom', path: [key], message: 'is missing: only "aliases" can be changed alone' });
    return z.NEVER;
  });

const getProducts = operation({
  route: ROUTES.getProducts,
  summary: 'List the products and workloads that are known',
  description: 'Products by name, a page at a time; every page has all workloads and groups.',
  scopes: ['insights:read', 'licensing:write'],
  query: pageQuery({ most: 200 }).extend({
    family: familyId.optional(),
    search: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .optional()
      .meta({ description: 'Part of a name, alias, id or part number.' }),
  }),
  responses: {
    200: {
      description: ONE_PAGE,
      schema: z
        .object({
          version,
          products: z.array(shownProduct),
          workloads: z.array(shownWorkload),
          groups: z.array(shownGroup).meta({ description: 'Products that stand in for one another.' }),
          cursor: nextCursor,
        })
        .meta({ id: 'Catalogue' }),
    },
  },
});

const conflict = { description: 'It contradicts another entry, or there is no more room. Nothing was stored.' };

const putProduct = operation({
  route: ROUTES.putProduct,
  summary: 'Enter a product, or replace one',
  description:
    'A product of any family. One with the id of a bundled product takes its place. What the body leaves out is the default; one of `aliases` alone changes those of a known product, and nothing else. Figures follow with the next recalculation; those of earlier days stay as they were computed.',
  scopes: ['operator'],
  path: z.object({ sku: productId }),
  body: productBody,
  responses: {
    200: {
      description: 'The product as it is now, and the workloads that were named.',
      schema: z
        .object({ version, product: shownProduct, workloads: z.array(shownWorkload) })
        .meta({ id: 'StoredProduct' }),
    },
    409: conflict,
  },
});

const putWorkload = operation({
  route: ROUTES.putWorkload,
  summary: 'Enter a workload, or replace one',
  description:
    'Its family is where people without a licence are counted. Figures follow with the next recalculation; those of earlier days stay as they were computed.',
  scopes: ['operator'],
  path: z.object({ id: workloadId }),
  body: z.strictObject({ family: familyId, countsAs, excluded }).meta({ id: 'WorkloadEntry' }),
  responses: {
    200: {
      description: 'The workload as it is now.',
      schema: z.object({ version, workload: shownWorkload }).meta({ id: 'StoredWorkload' }),
    },
    409: conflict,
  },
});

const putGroup = operation({
  route: ROUTES.putGroup,
  summary: 'Say which products stand in for one another',
  description:
    'Insights show the products of a group side by side where a customer has several, how many people hold several and use one, and how many seats could go to others (`alternatives`). A group is beside the families: it changes no other figure. One with the id of a bundled group takes its place; one without products takes it away.',
  scopes: ['operator'],
  path: z.object({ id: familyId }),
  body: z
    .strictObject({
      name: displayName,
      products: z
        .array(productId)
        .max(MOST_IN_GROUP)
        .refine((list) => new Set(list).size === list.length, 'a product is named twice')
        .refine((list) => list.length !== 1, 'a group has two products or more, or none to take it away'),
    })
    .meta({ id: 'ProductGroupEntry' }),
  responses: {
    200: {
      description: 'The group as it is now.',
      schema: z.object({ version, group: shownGroup }).meta({ id: 'StoredProductGroup' }),
    },
    404: { description: 'One of the products is not known. Nothing was stored.' },
    409: conflict,
  },
});

export const operations = { getProducts, putProduct, putGroup, putWorkload } satisfies OperationsOf<typeof ROUTES>;
