import * as z from 'zod';
import type { Stack } from '../template/stack.ts';

const properties = z.object({ AllowedOAuthScopes: z.array(z.string()).default([]) });

/** A client that the issuer knows. */
export interface IssuerClient {
  readonly id: string;
  /** As tokens hold them; those of a resource server have its identifier in front. */
  readonly scopes: readonly string[];
}

/** The user pool clients of the stack. */
export const readIssuerClients = (stack: Stack): readonly IssuerClient[] =>
  stack
    .ofType('AWS::Cognito::UserPoolClient', properties)
    .map(({ ref, properties: { AllowedOAuthScopes } }) => ({ id: ref, scopes: AllowedOAuthScopes }));
