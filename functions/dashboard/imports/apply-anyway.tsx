import { fileDay, type ImportJob } from '../../../lib/imports/job/import-job.ts';
import { ColumnHeads } from '../parts/column-heads.tsx';
import type { Formats } from '../parts/formats.ts';
import { Scroll } from '../parts/parts.tsx';
import { FormToken } from '../site/layout.tsx';
import type { Visitor } from '../site/page.ts';
import { needsOf } from './import-kinds.ts';
import { importTexts as texts } from './import-texts.ts';
import { TakeForm } from './preview.tsx';

/** What a file may be allowed, by the code of the refusal or warning that stands against it. */
const ALLOWANCES: Readonly<Record<string, 'allowShrink' | 'allowOtherTenant'>> = {
  shrinks_too_much: 'allowShrink',
  date_report: 'allowShrink',
  no_products: 'allowShrink',
  other_tenant: 'allowOtherTenant',
};

/** What a file would leave of what is stored, and a form that begins its import anew so that it is applied all the same. */
export const ApplyAnyway = ({
  job,
  visitor,
  formats,
}: {
  job: ImportJob;
  visitor: Visitor | undefined;
  formats: Formats;
}) => {
  const codes = job.status === 'failed' ? job.found.errors.slice(0, 1) : job.found.warnings;
  const allowance = codes.map(({ code }) => ALLOWANCES[code]).find((one) => one !== undefined);
  if (allowance === undefined) return null;
  return (
    <section aria-labelledby="anyway" class="narrow">
      <h2 id="anyway">{texts.beforeAndAfter}</h2>
      <BeforeAndAfter counts={job.found.counts} formats={formats} />
      <p>{texts.anywayNotes[allowance]}</p>
      {needsOf(job.kind).columns ? (
        <TakeForm job={job} visitor={visitor} allow={[allowance]} />
      ) : (
        <form method="post" action="/imports">
          {visitor ? <FormToken visitor={visitor} /> : null}
          {Object.entries({ ...fieldsOf(job), [allowance]: 'true' }).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <button type="submit">{texts.anyway}</button>
        </form>
      )}
    </section>
  );
};

/** The request of an import as a form repeats it. A file without a day of its own is still of the day it was taken for. */
const fieldsOf = (job: ImportJob): Readonly<Record<string, string>> => {
  const { kind, customerId, replaceIdentityMode, allowShrink, allowOtherTenant } = job;
  return {
    kind,
    ...(customerId === undefined ? {} : { customerId }),
    ...(needsOf(kind).day ? { day: fileDay(job) } : {}),
    ...(replaceIdentityMode ? { replaceIdentityMode: 'true' } : {}),
    ...(allowShrink ? { allowShrink: 'true' } : {}),
    ...(allowOtherTenant ? { allowOtherTenant: 'true' } : {}),
  };
};

const ROWS = [
  { name: texts.holders, before: 'storedHolders', after: 'namedHolders' },
  { name: texts.holdings, before: 'storedHoldings', after: 'keptHoldings' },
  { name: texts.seats, before: 'storedSeats', after: 'keptSeats' },
] as const;

const BeforeAndAfter = ({ counts, formats }: { counts: ImportJob['found']['counts']; formats: Formats }) => {
  const rows = ROWS.filter(({ before }) => counts[before] !== undefined);
  if (rows.length === 0) return null;
  return (
    <Scroll labelledBy="anyway">
      <table>
        <ColumnHeads words={[texts.what]} numbers={[texts.stored, texts.named]} />
        <tbody>
          {rows.map(({ name, before, after }) => (
            <tr key={before}>
              <th scope="row">{name}</th>
              <td class="number">{formats.count(counts[before] ?? 0)}</td>
              <td class="number">{formats.count(counts[after] ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
};
