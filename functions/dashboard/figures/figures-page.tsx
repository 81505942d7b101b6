import type { VNode } from 'preact';
import { familyName } from '../../../lib/catalogue/names/family-names.ts';
import { workloadName } from '../../../lib/catalogue/names/workload-names.ts';
import type { Catalogue } from '../../../lib/catalogue/product.ts';
import { ColumnHeads } from '../parts/column-heads.tsx';
import { type Formats, formatsOf } from '../parts/formats.ts';
import { Scroll } from '../parts/parts.tsx';
import { documentOf } from '../site/layout.tsx';
import type { Shell } from '../site/shell.ts';
import { figuresTexts as texts } from './figures-texts.ts';

/** What the page shows. */
interface FiguresView {
  /** HTML of our own, made from the documents when the product is built. */
  readonly explanations: string;
  readonly catalogue: Pick<Catalogue, 'products'>;
}

/** What each figure means, in the words of `docs/metrics.md`, and the products that are known. */
export const figuresPage = ({ explanations, catalogue }: FiguresView, shell: Shell): VNode => {
  const formats = formatsOf(shell.locale);
  return documentOf(
    shell,
    { title: texts.title },
    <>
      <div class="heading">
        <h1>{texts.title}</h1>
        <p class="note">{texts.intro}</p>
        <p>
          <a href="#known-products">{texts.toProducts}</a>
        </p>
      </div>
      <div class="explanations" lang="en" dangerouslySetInnerHTML={{ __html: explanations }} />
      <KnownProducts catalogue={catalogue} formats={formats} />
    </>,
  );
};

const KnownProducts = ({ catalogue, formats }: { catalogue: FiguresView['catalogue']; formats: Formats }) => {
  const products = [...catalogue.products.values()].sort(
    (a, b) => familyName(a.family).localeCompare(familyName(b.family)) || a.name.localeCompare(b.name),
  );
  return (
    <section aria-labelledby="known-products">
      <h2 id="known-products">{texts.products}</h2>
      <p class="note">{texts.productsNote(formats.count(products.length))}</p>
      <Scroll labelledBy="known-products">
        <table>
          <ColumnHeads
            words={[texts.name, texts.partNumber, texts.family, texts.workloads, texts.counts]}
            numbers={[]}
          />
          <tbody>
            {products.map(({ sku, name, partNumber, family, workloads, offer, aliases = [] }) => (
              <tr key={sku}>
                <th scope="row">
                  <bdi>{name}</bdi>
                  {aliases.length > 0 ? <span class="about">{formats.list(aliases)}</span> : null}
                </th>
                <td>{partNumber}</td>
                <td>{familyName(family)}</td>
                <td>{formats.list(workloads.map(workloadName))}</td>
                <td>{texts.offers[offer]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
};
