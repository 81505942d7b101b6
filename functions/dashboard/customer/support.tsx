import type { CustomerInsights } from '../../../lib/insights/view/insights.ts';
import { SUPPORT_CATEGORIES } from '../../../lib/licensing/posted/support-cases.ts';
import { ColumnHeads } from '../parts/column-heads.tsx';
import type { Formats } from '../parts/formats.ts';
import { Heading } from '../parts/heading.tsx';
import { Scroll } from '../parts/parts.tsx';
import { customerTexts as texts } from './customer-texts.ts';
import type { CustomerView } from './customer-view.ts';
import { CATEGORY_NAMES } from './names.ts';

/** What the customer asked for help with. */
export const CustomerSupport = ({
  cases,
  ofAll,
  formats,
}: {
  cases: CustomerInsights['supportCases'];
  ofAll: boolean;
  formats: Formats;
}) => (
  <section aria-labelledby="support">
    <Heading id="support" title={texts.supportCases} meaning="supportCases" />
    {cases === null ? (
      <p class="note">{texts.noSupportCases}</p>
    ) : (
      <>
        <Scroll labelledBy="support">
          <table>
            <ColumnHeads words={[texts.category]} numbers={[texts.cases]} />
            <tbody>
              {SUPPORT_CATEGORIES.map((category) => (
                <tr key={category}>
                  <th scope="row">{CATEGORY_NAMES[category]}</th>
                  <td class="number">{formats.count(cases[category] ?? 0)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
        <p class="note">{ofAll ? texts.supportCasesOfAll : texts.supportCasesNote}</p>
      </>
    )}
  </section>
);

/** Counts by month that some sources give without users; nothing where there are none. */
export const CustomerReported = ({ view, formats }: { view: CustomerView; formats: Formats }) => {
  const { reported } = view.insights.usage;
  if (reported.length === 0) return null;
  return (
    <section aria-labelledby="reported">
      <Heading id="reported" title={texts.reported} meaning="reported" />
      <p class="note">{texts.reportedNote}</p>
      <Scroll labelledBy="reported">
        <table>
          <ColumnHeads
            words={[texts.product, texts.month, ...(view.ofAll ? [texts.reportedBy] : [])]}
            numbers={[texts.availableSeats, texts.assignedSeats, texts.activeSeats]}
          />
          <tbody>
            {reported.map((row) => (
              <tr key={`${row.sku} ${row.month} ${row.reportedBy}`}>
                <th scope="row">
                  <bdi>{view.productName(row.sku)}</bdi>
                </th>
                <td>{formats.month(row.month)}</td>
                {view.ofAll ? <td>{row.reportedBy}</td> : null}
                <td class="number">{formats.count(row.availableSeats)}</td>
                <td class="number">{formats.count(row.assignedSeats)}</td>
                <td class="number">{formats.count(row.activeSeats)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
};
