/** One headline figure; to be put into a `dl` with the class `tiles`. */
export const Tile = ({
  name,
  value,
  note,
  change,
}: {
  name: string;
  value: string;
  note?: string;
  /** What has changed, in words. */
  change?: string | undefined;
}) => (
  <div class="tile">
    <dt>{name}</dt>
    <dd class="figure">{value}</dd>
    {note === undefined ? null : <dd class="note">{note}</dd>}
    {change === undefined ? null : <dd class="change">{change}</dd>}
  </div>
);
