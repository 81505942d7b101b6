import type { ProposedCustomer } from '../../../lib/sources/store/proposed-customer-table.ts';
import { ColumnHeads } from '../parts/column-heads.tsx';
import { UNKNOWN } from '../parts/formats.ts';
import { Scroll } from '../parts/parts.tsx';
import { FormToken } from '../site/layout.tsx';
import type { Visitor } from '../site/page.ts';
import { sourcesTexts as texts } from './sources-texts.ts';

/** An id that a company's domain suggests: `contoso` of `contoso.onmicrosoft.com`. */
const suggested = ({ domain = '' }: ProposedCustomer): string =>
  /^[a-z0-9][a-z0-9_-]{0,63}/u.exec(domain.toLowerCase())?.[0] ?? '';

/** The customers that sources found, each with a form that takes it. */
export const Proposed = ({
  customers,
  visitor,
}: {
  customers: readonly ProposedCustomer[];
  visitor: Visitor | undefined;
}) => (
  <section aria-labelledby="proposed">
    <h2 id="proposed">{texts.proposed}</h2>
    <p class="facts">{texts.proposedAbout}</p>
    {customers.length === 0 ? (
      <p class="note">{texts.noneProposed}</p>
    ) : (
      <Scroll labelledBy="proposed">
        <table class="proposed">
          <ColumnHeads words={[texts.company, texts.tenant, texts.id]} numbers={[]} />
          <tbody>
            {customers.map((one) => (
              <ProposedRow key={one.tenantId} one={one} visitor={visitor} />
            ))}
          </tbody>
        </table>
      </Scroll>
    )}
  </section>
);

const ProposedRow = ({ one, visitor }: { one: ProposedCustomer; visitor: Visitor | undefined }) => {
  const company = one.name ?? one.domain ?? one.tenantId;
  return (
    <tr>
      <th scope="row">
        <bdi>{one.name ?? UNKNOWN}</bdi>
        {one.domain === undefined ? null : <span class="about"> {one.domain}</span>}
      </th>
      <td>
        <code>{one.tenantId}</code>
      </td>
      <td>
        {visitor ? (
          <form method="post" action={`/sources/proposed-customers/${encodeURIComponent(one.tenantId)}`} class="take">
            <FormToken visitor={visitor} />
            <input
              name="customerId"
              value={suggested(one)}
              required
              autocomplete="off"
              aria-label={texts.idFor(company)}
            />
            <button type="submit" aria-label={texts.takeFor(company)}>
              {texts.takeCustomer}
            </button>
          </form>
        ) : null}
      </td>
    </tr>
  );
};
