import type { FunctionGrant } from '../../infra/local/iam/grants.ts';

/** Why grants stand in the template that no run has to use, by a pattern of what `grantName` says. */
export type UnprovenGrants = readonly { readonly grants: RegExp; readonly reason: string }[];

/** What ARNs begin with: partition, service, region and account, and the name of the stack. */
const PLACE = /^arn:(?:[^:]*:){4}(?:[a-z-]+\/)?(?:seatpulse-dev-)?/iu;

/** A grant in a line, such as `erase-data: dynamodb:DeleteItem on LicensingTable of customer#*`. */
const grantName = ({ functionName, action, resource, partition }: FunctionGrant): string =>
  `${functionName}: ${action} on ${resource.replace(PLACE, '')}${partition === undefined ? '' : ` of ${partition}`}`;

/**
 * What is wrong with the grants of functions after a whole run, each as a line: one that nothing used and that no reason
 * stands for, and a reason that stands for no grant at all. `grants` has each once per stack; used in one of them is used. A
 * grant that has a reason may be used or not: whether a race is lost differs from run to run.
 */
export const grantComplaints = (grants: readonly FunctionGrant[], unproven: UnprovenGrants): string[] => {
  const used = new Set(grants.filter(({ isUsed }) => isUsed).map(grantName));
  const all = [...new Set(grants.map(grantName))];
  return [
    ...(grants.length === 0 ? ['no grant was written down'] : []),
    ...all
      .filter((name) => !used.has(name) && !unproven.some(({ grants: some }) => some.test(name)))
      .map((name) => `never used, and no reason says why it is granted: ${name}`),
    ...unproven
      .filter(({ grants: some }) => !all.some((name) => some.test(name)))
      .map(({ grants: some, reason }) => `there is no grant that this reason stands for: ${some} (${reason})`),
  ];
};
