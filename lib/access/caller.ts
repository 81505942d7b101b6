import * as z from 'zod';

/** What a caller may be allowed to do. `operator` includes all the others. */
export const SCOPES = ['activity:write', 'licensing:write', 'insights:read', 'exports:write', 'operator'] as const;

export const scope = z.enum(SCOPES).meta({ id: 'Scope' });
export type Scope = z.infer<typeof scope>;

/** The portfolio of all customers, which only operators read. Cannot be a partner's id: those have no `~`. */
export const OPERATOR_PORTFOLIO = '~operator';

/** Who is calling, as the access record says. */
export interface Caller {
  readonly subject: string;
  readonly scopes: ReadonlySet<Scope>;
  readonly operator: boolean;
  /** Whose customers and figures the caller sees: a partner's id, or `OPERATOR_PORTFOLIO` for all. */
  readonly portfolio: string;
}

/** Whether the caller holds one of these scopes; an operator holds all. */
export const may = (caller: Caller, anyOf: readonly Scope[]): boolean =>
  caller.operator || anyOf.some((one) => caller.scopes.has(one));

/** The id of the partner the caller acts as, or `undefined` for an operator who acts for all. */
export const partnerOf = (caller: Caller): string | undefined =>
  caller.portfolio === OPERATOR_PORTFOLIO ? undefined : caller.portfolio;

/** The authorizer's answer as API Gateway passes it on: strings only. */
export const authorizerContext = z.object({
  subject: z.string().min(1),
  partnerId: z.string().optional(),
  scopes: z
    .string()
    .transform((text) => text.split(' ').filter((one) => one !== ''))
    .pipe(z.array(scope)),
});
export type AuthorizerContext = z.input<typeof authorizerContext>;
