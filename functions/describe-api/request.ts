import * as z from 'zod';
import { operation } from '../../lib/http/operation.ts';

export const getDescription = operation({
  route: 'GET /v1/openapi.json',
  summary: 'Read this description of the API',
  scopes: 'public',
  responses: {
    200: { description: 'An OpenAPI 3.1 document.', schema: z.looseObject({ openapi: z.string() }) },
  },
});
