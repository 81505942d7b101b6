/** The heads of a table's columns: those of words first, those of numbers after them, and where there are any, more words. */
export const ColumnHeads = ({
  words,
  numbers,
  after = [],
}: {
  words: readonly string[];
  numbers: readonly string[];
  after?: readonly string[];
}) => (
  <thead>
    <tr>
      {words.map(head)}
      {numbers.map((name) => (
        <th key={name} scope="col" class="number">
          {name}
        </th>
      ))}
      {after.map(head)}
    </tr>
  </thead>
);

const head = (name: string) => (
  <th key={name} scope="col">
    {name}
  </th>
);
