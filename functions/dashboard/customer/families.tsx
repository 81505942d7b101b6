import { familyName } from '../../../lib/catalogue/names/family-names.ts';
import type { CustomerInsights } from '../../../lib/insights/view/insights.ts';
import { Bar, sharedScale } from '../parts/bar.tsx';
import { ColumnHeads } from '../parts/column-heads.tsx';
import type { Formats } from '../parts/formats.ts';
import { Heading } from '../parts/heading.tsx';
import { Scroll } from '../parts/parts.tsx';
import { customerTexts as texts } from './customer-texts.ts';

/** Distinct people of each family and of all, and the seats they use. */
export const CustomerFamilies = ({
  usage: { families, ...all },
  formats,
}: {
  usage: CustomerInsights['usage'];
  formats: Formats;
}) => {
  const scale = sharedScale([...families, all].map(({ usagePercent }) => usagePercent));
  return (
    <section aria-labelledby="families">
      <Heading id="families" title={texts.byFamily} meaning="families" />
      <Scroll labelledBy="families">
        <table>
          <ColumnHeads
            words={[texts.family]}
            numbers={[texts.usageShort, texts.entitlements, texts.qualified, texts.people28, texts.days7, texts.days1]}
          />
          <tbody>
            {families.map((family) => (
              <Row
                key={family.family}
                name={familyName(family.family)}
                figures={family}
                scale={scale}
                formats={formats}
              />
            ))}
          </tbody>
          <tfoot>
            <Row name={texts.allFamilies} figures={all} scale={scale} formats={formats} />
          </tfoot>
        </table>
      </Scroll>
      <p class="note">{texts.familyNote}</p>
    </section>
  );
};

const Row = ({
  name,
  figures,
  scale,
  formats,
}: {
  name: string;
  figures: Omit<CustomerInsights['usage']['families'][number], 'family'>;
  scale: number;
  formats: Formats;
}) => (
  <tr>
    <th scope="row">{name}</th>
    <td class="number rate">
      {formats.percent(figures.usagePercent)}
      <Bar percent={figures.usagePercent} kind="usage" scale={scale} />
    </td>
    <td class="number">{formats.count(figures.activeEntitlements)}</td>
    <td class="number">{formats.count(figures.qualified)}</td>
    <td class="number">{formats.count(figures.activePeople)}</td>
    <td class="number">{formats.count(figures.activePeople7)}</td>
    <td class="number">{formats.count(figures.activePeople1)}</td>
  </tr>
);
