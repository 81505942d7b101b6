import { guidOf } from './seeded.ts';

/** A partner of the sample portfolio, and the people of theirs who may be sent exports. */
export interface PartnerProfile {
  readonly partnerId: string;
  readonly name: string;
  readonly tenantIds: readonly string[];
  readonly recipients: readonly string[];
}

const partner = (partnerId: string, name: string, people: readonly string[]): PartnerProfile => ({
  partnerId,
  name,
  tenantIds: [guidOf(`tenant of ${partnerId}`)],
  recipients: people.map((person) => `${person}@${partnerId}.example`),
});

/** A large, a middling and a small one. */
export const PARTNERS: readonly PartnerProfile[] = [
  partner('northwind', 'Northwind Cloud', ['ana', 'jonas']),
  partner('fabrikam', 'Fabrikam Licensing', ['mei', 'licences']),
  partner('proseware', 'Proseware Partners', ['sam']),
];

/** The subject of the tokens by which a partner of the sample portfolio calls. */
export const subjectOf = (partnerId: string): string => `partner-${partnerId}`;
