/**
 * How users are named: readably; by stand-ins, which is what Microsoft's reports do unless an admin turns it off; or by the
 * pseudonyms of a stage that stores no names.
 */
export type IdentityMode = 'readable' | 'concealed' | 'pseudonymous';

/** The two forms seen in Microsoft's reports: 32 hex digits, and `<PII:H105(…)>` with or without a domain after it. */
const CONCEALED = /^\s*(?:[0-9a-f]{32}\s*$|<pii:[^>]*>)/iu;

/** As `user-names.ts` makes them: 32 bytes in base64url, all in lower case, and a domain where there is one. */
const PSEUDONYM = /^h-[a-z0-9_-]{43}(?:@[\p{L}\p{M}\p{N}.-]+)?$/u;

/** Whether a user id, as it is stored, is a readable name or stands for one. */
export const identityModeOf = (userId: string): IdentityMode => {
  if (PSEUDONYM.test(userId)) return 'pseudonymous';
  return CONCEALED.test(userId) ? 'concealed' : 'readable';
};

/** What to send where users are stored by names of a mode, as messages say it. */
export const NAMES_TO_SEND: Readonly<Record<IdentityMode, string>> = {
  readable: 'readable names',
  concealed: 'concealed names',
  pseudonymous: 'readable names or pseudonyms',
};

/** How many users, or rows, go by each kind of name. */
export type ModeCounts = Readonly<Record<IdentityMode, number>>;

/** The mode that most go by; where two are as many, a readable one before pseudonyms, and these before stand-ins. */
export const mostFrequentMode = (counts: ModeCounts): IdentityMode => {
  const other = counts.concealed > counts.pseudonymous ? 'concealed' : 'pseudonymous';
  return counts[other] > counts.readable ? other : 'readable';
};

/** The mode that most of the users go by, whatever their order. */
export const prevailingMode = (userIds: Iterable<string>): IdentityMode => {
  const counts = { readable: 0, concealed: 0, pseudonymous: 0 };
  for (const userId of new Set(userIds)) counts[identityModeOf(userId)] += 1;
  return mostFrequentMode(counts);
};
