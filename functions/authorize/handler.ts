import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerResult } from 'aws-lambda';
import { readAccessOf } from '../../lib/access/access-of.ts';
import type { AuthorizerContext } from '../../lib/access/caller.ts';
import { createTokenVerifier } from '../../lib/access/token-verifier.ts';
import { readEnvironment } from '../../lib/environment.ts';
import { logger } from '../../lib/observability/logger.ts';
import { openTable } from '../../lib/storage/table.ts';
import { env } from './env.ts';

const { ISSUER, JWKS_URI, CLIENT_IDS, LICENSING_TABLE, FIRST_OPERATOR } = readEnvironment(env);
const licensing = openTable(LICENSING_TABLE);
const verify = createTokenVerifier({ issuer: ISSUER, jwksUri: JWKS_URI, clientIds: CLIENT_IDS.split(' ') });

type Answer = APIGatewaySimpleAuthorizerResult & { context?: AuthorizerContext };

/** Says whether a call is let in and what its caller may do. Throws, which the gateway answers with 500, when it cannot tell. */
export const handler = async (event: APIGatewayRequestAuthorizerEventV2): Promise<Answer> => {
  const token = bearerToken(event.headers?.authorization);
  const verdict = token === undefined ? { refused: 'no bearer token' } : await verify(token);
  if ('refused' in verdict) return refuse(event, verdict.refused);
  const context = await readAccessOf(licensing, verdict.subject, FIRST_OPERATOR);
  return context ? { isAuthorized: true, context } : refuse(event, 'no access record');
};

const bearerToken = (header = ''): string | undefined => /^Bearer +(\S+)$/iu.exec(header.trim())?.[1];

const refuse = ({ routeKey, requestContext }: APIGatewayRequestAuthorizerEventV2, reason: string): Answer => {
  logger.warn('caller refused', { reason, route: routeKey, requestId: requestContext.requestId });
  return { isAuthorized: false };
};
