import type { ImportJob } from '../../../lib/imports/job/import-job.ts';
import type { ImportPreview } from '../../../lib/imports/job/import-preview.ts';
import { ColumnHeads } from '../parts/column-heads.tsx';
import type { Formats } from '../parts/formats.ts';
import { Scroll, Tile } from '../parts/parts.tsx';
import { FormToken } from '../site/layout.tsx';
import type { Visitor } from '../site/page.ts';
import { importTexts as texts } from './import-texts.ts';

interface Part {
  readonly job: ImportJob;
  readonly visitor: Visitor | undefined;
  readonly formats: Formats;
}

/** What a file would do that was only shown as it would be taken: its first rows, what would change, and a button that takes it. */
export const PreviewSection = ({ job, visitor, formats }: Part) => {
  const { previewed } = job;
  if (!previewed) return null;
  return (
    <section aria-labelledby="preview" class="preview">
      <h2 id="preview">{texts.preview}</h2>
      <p>{texts.previewOf(formats.day(previewed.day), previewed.products)}</p>
      <Changes preview={previewed} formats={formats} />
      {previewed.rows.length > 0 ? <FirstRows rows={previewed.rows} formats={formats} /> : null}
      <TakeForm job={job} visitor={visitor} />
    </section>
  );
};

/** The form that takes the file. One that was refused when it was shown may be allowed more. */
export const TakeForm = ({ job, visitor, allow = [] }: Omit<Part, 'formats'> & { allow?: readonly string[] }) => (
  <form method="post" action={`/imports/${job.importId}/take`}>
    {visitor ? <FormToken visitor={visitor} /> : null}
    {allow.map((name) => (
      <input key={name} type="hidden" name={name} value="true" />
    ))}
    <button type="submit" class="primary">
      {texts.take}
    </button>
  </form>
);

const Changes = ({
  preview: { users, holdings, activeDays },
  formats,
}: {
  preview: ImportPreview;
  formats: Formats;
}) => (
  <dl class="tiles three">
    <Tile name={texts.newUsers} value={`${formats.count(users.new)} / ${formats.count(users.named)}`} />
    <Tile
      name={texts.startedAndEnded}
      value={`+${formats.count(holdings.started)} −${formats.count(holdings.ended)} / ${formats.count(holdings.stored)}`}
    />
    <Tile name={texts.gainedDays} value={`${formats.count(activeDays.gained)} / ${formats.count(activeDays.told)}`} />
  </dl>
);

const FirstRows = ({ rows, formats }: { rows: ImportPreview['rows']; formats: Formats }) => (
  <Scroll labelledBy="preview">
    <table class="first-rows">
      <caption>{texts.firstRows}</caption>
      <ColumnHeads words={[texts.user, texts.product, texts.holds, texts.assignedOn, texts.activeOn]} numbers={[]} />
      <tbody>
        {rows.map(({ line, userId, sku, holds, assignedOn, activeOn }) => (
          <tr key={line}>
            <th scope="row">
              <bdi>{userId}</bdi>
            </th>
            <td>{sku}</td>
            <td>{holds ? texts.yes : texts.no}</td>
            <td>{assignedOn === undefined ? null : formats.shortDay(assignedOn)}</td>
            <td>{activeOn.map(({ day }) => formats.shortDay(day)).join(', ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
);
