import { env } from '../functions/authorize/env.ts';
import { tableItems, value } from './constructs/binding.ts';
import { createFunction } from './constructs/product-function.ts';
import { LICENSING_PARTITIONS } from './constructs/tables.ts';
import type { Foundation } from './foundation.ts';

/** Decides who may call the API. */
export const authorize = (foundation: Foundation): void => {
  const { api, stage, tables, tokens } = foundation;
  const authorizer = createFunction(foundation, 'authorize', {
    environment: env,
    binds: {
      ISSUER: value(tokens.issuer),
      JWKS_URI: value(tokens.jwksUri),
      CLIENT_IDS: value(tokens.clientIds.join(' ')),
      LICENSING_TABLE: tableItems(tables.licensing, [LICENSING_PARTITIONS.access], 'GetItem'),
      FIRST_OPERATOR: value(stage.firstOperator),
    },
    errorsMean: 'Callers with good tokens were turned away with 500, whatever they asked for.',
  });
  api.authorizedBy(authorizer);
};
