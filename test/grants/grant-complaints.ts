import type { FunctionGrant } from '../../infra/local/iam/grants.ts';

/** Why grants stand in the template that no run uses, by a pattern of what `grantName` says. */
export type UnprovenGrants = readonly { readonly grants: RegExp; readonly reason: string }[];

/** What ARNs begin with: partition, service, region and account, and the name of the stack. */
const PLACE = /^arn:(?:[^:]*:){4}(?:[a-z-]+\/)?(?:seatpulse-dev-)?/iu;

/** A grant in a line, such as `erase-data: dynamodb:DeleteItem on LicensingTable of customer#*`. */
const grantName = ({ functionName, action, resource, partition }: FunctionGrant): string =>
  `${functionName}: ${action} on ${resource.replace(PLACE, '')}${partition === undefined ? '' : ` of ${partition}`}`;

/**
 * What is wrong with the grants of functions after a whole run, each as a line: one that nothing used and that no reason
 * stands for, and a reason that stands for none. `grants` has each once per stack; used in one of them is used.
 */
export const grantComplaints = (grants: readonly FunctionGrant[], unproven: UnprovenGrants): string[] => {
  const used = new Set(grants.filter(({ isUsed }) => isUsed).map(grantName));
  const unused = [...new Set(grants.map(grantName))].filter((name) => !used.has(name));
  return [
    ...(grants.length === 0 ? ['no grant was written down'] : []),
    ...unused
      .filter((name) => !unproven.some(({ grants: some }) => some.test(name)))
      .map((name) => `never used, and no reason says why it is granted: ${name}`),
    ...unproven
      .filter(({ grants: some }) => !unused.some((name) => some.test(name)))
      .map(({ grants: some, reason }) => `every grant that this reason stands for is used: ${some} (${reason})`),
  ];
};
