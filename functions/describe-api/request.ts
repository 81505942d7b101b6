import * as z from 'zod';
import { type OperationsOf, operation } from '../../lib/http/operation.ts';
import { ROUTES } from './routes.ts';

const getDescription = operation({
  route: ROUTES.getDescription,
  summary: 'Read this description of the API',
  scopes: 'public',
  responses: {
    200: { description: 'An OpenAPI 3.1 document.', schema: z.looseObject({ openapi: z.string() }) },
  },
});

export const operations = { getDescription } satisfies OperationsOf<typeof ROUTES>;
