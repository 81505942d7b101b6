/**
 * What does not fit together in lists that should hold the same: entries that one of them lacks, and those that one
 * holds twice, as `GET /v1/things is not in routes.ts`. Takes the lists by what they are called.
 */
export const misfits = (lists: Readonly<Record<string, readonly string[]>>): string[] => {
  const all = [...new Set(Object.values(lists).flat())].sort();
  return all.flatMap((entry) =>
    Object.entries(lists).flatMap(([name, list]) => {
      const times = list.filter((one) => one === entry).length;
      if (times === 0) return `${entry} is not in ${name}`;
      return times === 1 ? [] : `${entry} is ${times} times in ${name}`;
    }),
  );
};
