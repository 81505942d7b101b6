import { familyName } from '../../../lib/catalogue/names/family-names.ts';
import { recommendationChoices } from '../../../lib/insights/view/recommendation-texts.ts';
import { portfolioTexts as texts } from './portfolio-texts.ts';
import type { PortfolioView } from './portfolio-view.ts';

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** A form that sends the search by address, so that a list can be kept as a link. */
export const PortfolioFilters = ({ view: { query, families, products } }: { view: PortfolioView }) => (
  <form class="filters" method="get" action="/" aria-label={texts.filters}>
    {query.sort === undefined ? null : <input type="hidden" name="sort" value={query.sort} />}
    {query.order === undefined ? null : <input type="hidden" name="order" value={query.order} />}
    <div class="field wide">
      <label for="search">{texts.search}</label>
      <input id="search" name="search" type="search" value={query.search ?? ''} />
    </div>
    <Select
      name="family"
      label={texts.family}
      chosen={query.family}
      choices={families.map((family) => ({ value: family, label: familyName(family) }))}
    />
    <Select
      name="product"
      label={texts.product}
      chosen={query.product}
      choices={products.map(({ sku, name }) => ({ value: sku, label: name }))}
    />
    <Select
      name="recommendation"
      label={texts.recommendation}
      chosen={query.recommendation}
      choices={recommendationChoices()}
    />
    <Select
      name="stale"
      label={texts.data}
      chosen={query.stale}
      choices={[
        { value: 'true', label: texts.staleOnly },
        { value: 'false', label: texts.freshOnly },
      ]}
    />
    <div class="buttons">
      <button type="submit" class="primary">
        {texts.apply}
      </button>
      <a href="/">{texts.reset}</a>
    </div>
  </form>
);

const Select = ({
  name,
  label,
  chosen,
  choices,
}: {
  name: string;
  label: string;
  chosen: string | undefined;
  choices: readonly Choice[];
}) => (
  <div class="field">
    <label for={name}>{label}</label>
    <select id={name} name={name}>
      <option value="">{texts.any}</option>
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value} selected={choice.value === chosen}>
          {choice.label}
        </option>
      ))}
    </select>
  </div>
);
