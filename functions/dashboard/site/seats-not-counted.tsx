import { importKindName, KINDS_BY_NAME } from '../../../lib/imports/formats/kinds/kinds.ts';
import type { UnnamedProduct } from '../../../lib/licensing/not-counted.ts';
import { ColumnHeads } from '../parts/column-heads.tsx';
import type { Formats } from '../parts/formats.ts';
import { Scroll } from '../parts/parts.tsx';
import { FormToken } from './layout.tsx';
import type { Visitor } from './page.ts';
import { seatsNotCountedTexts as texts } from './seats-not-counted-texts.ts';

/** A name that a file has, and the import that could not name it, where the visitor may look at that. */
export interface SeatsNotCountedRow extends UnnamedProduct {
  readonly source: string;
  readonly day: string;
  readonly importId?: string | undefined;
}

/** What files could not name, with a form that maps it for who may do that; nothing where everything was named. */
export const SeatsNotCounted = ({
  rows,
  more,
  offered,
  visitor,
  formats,
}: {
  rows: readonly SeatsNotCountedRow[];
  /** How many further names there are. */
  more: number;
  /** What products are chosen by, where the visitor may map names. */
  offered: readonly string[] | undefined;
  visitor: Visitor | undefined;
  formats: Formats;
}) => {
  if (rows.length === 0) return null;
  const mapping = offered && visitor ? visitor : undefined;
  return (
    <section aria-labelledby="not-counted">
      <h2 id="not-counted">{texts.title}</h2>
      <p class="note">
        {texts.note} {mapping ? texts.noteForOperator : null}
      </p>
      <Scroll labelledBy="not-counted">
        <table class="not-counted">
          <ColumnHeads
            words={[texts.name, texts.source, texts.day]}
            numbers={[texts.sold, texts.assigned]}
            after={[texts.product]}
          />
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.source} ${row.importId} ${row.name}`}>
                <th scope="row">{row.partNumber === undefined ? row.name : `${row.partNumber} (${row.name})`}</th>
                <td>{nameOfSource(row.source)}</td>
                <td>{formats.shortDay(row.day)}</td>
                <td class="number">{formats.count(row.sold)}</td>
                <td class="number">{formats.count(row.assigned)}</td>
                <td>
                  <MapName row={row} visitor={mapping} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {more > 0 ? <p class="note">{texts.more(formats.count(more))}</p> : null}
      {mapping ? (
        <datalist id="products">
          {offered?.map((label) => (
            <option key={label} value={label} />
          ))}
        </datalist>
      ) : null}
    </section>
  );
};

const nameOfSource = (source: string): string => {
  const kind = importKindName.safeParse(source).data;
  return kind === undefined ? source : KINDS_BY_NAME[kind].name;
};

const MapName = ({ row, visitor }: { row: SeatsNotCountedRow; visitor: Visitor | undefined }) => {
  const { name, importId } = row;
  if (row.reason === 'ambiguous') return <>{texts.ambiguous}</>;
  if (!visitor || importId === undefined) return <>{texts.unknown}</>;
  return (
    <form method="post" action={`/imports/${encodeURIComponent(importId)}/mappings`} class="map-name">
      <FormToken visitor={visitor} />
      <input type="hidden" name="name" value={name} />
      <input name="product" list="products" required autocomplete="off" aria-label={texts.productOf(name)} />
      <button type="submit" aria-label={texts.mapName(name)}>
        {texts.map}
      </button>
    </form>
  );
};
