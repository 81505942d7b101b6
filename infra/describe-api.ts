import { env } from '../functions/describe-api/env.ts';
import { CATCH_ALL, ROUTES } from '../functions/describe-api/routes.ts';
import { value } from './constructs/binding.ts';
import { createFunction } from './constructs/product-function.ts';
import type { Foundation } from './foundation.ts';

/** Answers with the description of the API, and to all that is not part of it. */
export const describeApi = (foundation: Foundation): void => {
  const { api } = foundation;
  const describer = createFunction(foundation, 'describe-api', {
    environment: env,
    binds: { PUBLIC_URL: value(api.url) },
    errorsMean: 'The description of the API could not be read, and wrong addresses were answered 500 instead of 404.',
  });
  api.publicRoute(
    describer,
    'It says what the API takes and that an address is none of its, which is no secret.',
    ...Object.values(ROUTES),
    CATCH_ALL,
  );
};
