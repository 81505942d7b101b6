/** How users are named: readably, or by stand-ins, which is what Microsoft's reports do unless an admin turns it off. */
export type IdentityMode = 'readable' | 'concealed';

/** The two forms seen in Microsoft's reports: 32 hex digits, and `<PII:H105(…)>` with or without a domain after it. */
const CONCEALED = /^\s*(?:[0-9a-f]{32}\s*$|<pii:[^>]*>)/iu;

/** Whether a user id is a readable name or a stand-in for one. */
export const identityModeOf = (userId: string): IdentityMode => (CONCEALED.test(userId) ? 'concealed' : 'readable');

/** The mode that most of the users go by, whatever their order; a tie is readable. */
export const prevailingMode = (userIds: Iterable<string>): IdentityMode => {
  const users = [...new Set(userIds)];
  const concealed = users.filter((userId) => identityModeOf(userId) === 'concealed').length;
  return concealed * 2 > users.length ? 'concealed' : 'readable';
};
