/** Users by the other ids that they have: alias → user id, as stored. */
export type Identities = ReadonlyMap<string, string>;

/**
 * Whose each id is that identities name, aliases and user ids alike: id → the id by which the person is counted. Two requests
 * at once may together store what neither could alone: a user id that is an alias itself is followed to the end, and all
 * ids of a circle are the person of its first id.
 */
export const personsOf = (identities: Identities): ReadonlyMap<string, string> => {
  const persons = new Map<string, string>();
  for (const [alias, userId] of identities) {
    const person = endOf(userId, identities);
    persons.set(alias, person);
    persons.set(userId, person);
  }
  return persons;
};

const endOf = (userId: string, identities: Identities): string => {
  const passed: string[] = [];
  for (let at = userId; ; ) {
    const next = identities.get(at);
    if (next === undefined) return at;
    const turn = passed.indexOf(at);
    if (turn >= 0) return passed.slice(turn).sort()[0] ?? at;
    passed.push(at);
    at = next;
  }
};

/** All ids of the people of whom `isMeant` names any id; none of people whom no identity names. */
export const allIdsOf = (identities: Identities, isMeant: (id: string) => boolean): string[] => {
  const persons = personsOf(identities);
  const meant = new Set([...persons].flatMap(([id, person]) => (isMeant(id) ? [person] : [])));
  return [...persons].flatMap(([id, person]) => (meant.has(person) ? [id] : []));
};
