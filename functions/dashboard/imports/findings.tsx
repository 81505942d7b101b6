import type { ImportJob } from '../../../lib/imports/job/import-job.ts';
import { ColumnHeads } from '../parts/column-heads.tsx';
import type { Formats } from '../parts/formats.ts';
import { Scroll, Tile } from '../parts/parts.tsx';
import { importTexts as texts } from './import-texts.ts';

/** What an import has found in its file so far: counts, errors by line, warnings. */
export const ImportFindings = ({ job: { found }, formats }: { job: ImportJob; formats: Formats }) => (
  <>
    <dl class="tiles three">
      <Tile name={texts.rows} value={formats.count(found.rows)} />
      <Tile name={texts.errorCount} value={formats.count(found.errorCount)} />
      <Tile name={texts.warningCount} value={formats.count(found.warnings.length)} />
    </dl>
    <Errors found={found} formats={formats} />
    <Warnings found={found} formats={formats} />
    <Counts found={found} formats={formats} />
  </>
);

interface Part {
  readonly found: ImportJob['found'];
  readonly formats: Formats;
}

const Errors = ({ found: { errors, errorCount }, formats }: Part) =>
  errors.length === 0 ? null : (
    <section aria-labelledby="errors">
      <h2 id="errors">{texts.errors}</h2>
      {errorCount > errors.length ? (
        <p class="note">{texts.moreErrors(formats.count(errors.length), formats.count(errorCount))}</p>
      ) : null}
      <Scroll labelledBy="errors">
        <table class="findings">
          <ColumnHeads words={[]} numbers={[texts.line]} after={[texts.message, texts.code]} />
          <tbody>
            {errors.map(({ line, code, message }) => (
              <tr key={`${line} ${code} ${message}`}>
                <th scope="row" class="number">
                  {line === null ? texts.wholeFile : formats.count(line)}
                </th>
                <td>{message}</td>
                <td>
                  <code>{code}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );

const Warnings = ({ found: { warnings }, formats }: Part) =>
  warnings.length === 0 ? null : (
    <section aria-labelledby="warnings">
      <h2 id="warnings">{texts.warnings}</h2>
      <Scroll labelledBy="warnings">
        <table class="findings">
          <ColumnHeads words={[]} numbers={[texts.count]} after={[texts.warning, texts.code]} />
          <tbody>
            {warnings.map(({ code, message, count }) => (
              <tr key={`${code} ${message}`}>
                <td class="number">{formats.count(count)}</td>
                <th scope="row">{message}</th>
                <td>
                  <code>{code}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );

const Counts = ({ found, formats }: Part) => {
  const counts = Object.entries(found.counts).filter(([, count]) => count > 0);
  if (counts.length === 0) return null;
  return (
    <section aria-labelledby="found" class="narrow">
      <h2 id="found">{texts.found}</h2>
      <Scroll labelledBy="found">
        <table>
          <ColumnHeads words={[texts.what]} numbers={[texts.number]} />
          <tbody>
            {counts.map(([name, count]) => (
              <tr key={name}>
                <th scope="row">{texts.nameOfCount(name)}</th>
                <td class="number">{formats.count(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
};
