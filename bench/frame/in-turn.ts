/**
 * Runs contestants in turn, `rounds` times each, so that what else the machine does hits all of them alike. Returns what
 * each run gave, by the contestant's name.
 */
export const inTurn = async <Name extends string, Measured>(
  rounds: number,
  contestants: Readonly<Record<Name, () => Promise<Measured>>>,
): Promise<Readonly<Record<Name, readonly Measured[]>>> => {
  const names = Object.keys(contestants) as Name[]; // the keys of a record are its names
  const measured = Object.fromEntries(names.map((name) => [name, [] as Measured[]])) as Record<Name, Measured[]>;
  for (let round = 0; round < rounds; round += 1)
    for (const name of names) measured[name].push(await contestants[name]());
  return measured;
};

/** The middle one; of an even number the upper of the two. Throws of none. */
export const median = (numbers: readonly number[]): number => {
  const middle = numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
  if (middle === undefined) throw new Error('There is no median of no numbers');
  return middle;
};
