import * as z from 'zod';

/** The query of a list that is read page by page, with at most so many entries a page. */
export const pageQuery = ({ most = 100 }: { readonly most?: number } = {}) =>
  z.object({
    limit: z.coerce.number().int().min(1).max(most).default(50),
    cursor: z.string().optional().meta({ description: 'As the page before gave it.' }),
  });

/** Where a page ends, in its answer: what the query of the next one takes; left out of the last one. */
export const nextCursor = z.string().optional();

/** What the description says of such an answer. */
export const ONE_PAGE = 'One page; follow `cursor` for the next.';
