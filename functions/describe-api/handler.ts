import { readEnvironment } from '../../lib/environment.ts';
import { apiHandler } from '../../lib/http/api-handler.ts';
import { openApiDocument } from '../../lib/http/openapi.ts';
import { reply } from '../../lib/http/respond.ts';
import { env } from './env.ts';
import { allOperations } from './operations.ts';
import { operations } from './request.ts';

const { PUBLIC_URL } = readEnvironment(env);

/** It changes only with the code, so each instance makes it once. */
const document = { ...openApiDocument(allOperations, PUBLIC_URL) };

/** Answers with the API's description. `$default`, which takes all that no route does, has no answer but a 404. */
export const handler = apiHandler(operations, {
  getDescription: async () => reply(200, document, { 'cache-control': 'public, max-age=300' }),
});
