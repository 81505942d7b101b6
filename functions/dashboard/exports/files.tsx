import { ColumnHeads } from '../parts/column-heads.tsx';
import type { Formats } from '../parts/formats.ts';
import { Scroll } from '../parts/parts.tsx';
import type { ExportPageView } from './export-page-view.ts';
import { exportTexts as texts } from './export-texts.ts';

/** An export's files; without addresses where they may not be read any more, and then why. */
export const ExportFiles = ({ view: { shown, downloads }, formats }: { view: ExportPageView; formats: Formats }) => {
  const reason = shown.files.find(({ urlReason }) => urlReason !== undefined)?.urlReason;
  return (
    <section aria-labelledby="files">
      <h2 id="files">{texts.files}</h2>
      {reason === undefined ? null : (
        <div class="alert">
          <strong>{texts.unreadable}</strong>
          <p>{reason}</p>
          <a class="button" href="/exports">
            {texts.toNew}
          </a>
        </div>
      )}
      <Scroll labelledBy="files">
        <table>
          <ColumnHeads words={[texts.file]} numbers={[texts.rows, texts.size]} after={[texts.hash]} />
          <tbody>
            {shown.files.map(({ name, url, rows, bytes, sha256 }) => (
              <tr key={name}>
                <th scope="row">
                  {url === null ? (
                    name
                  ) : (
                    <a id={`file-${name}`} href={url} aria-label={texts.download(name)}>
                      {name}
                    </a>
                  )}
                </th>
                <td class="number">{formats.count(rows)}</td>
                <td class="number">{formats.bytes(bytes)}</td>
                <td>
                  <code class="hash">{sha256}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {downloads.length === 0 ? null : (
        <details id="downloads">
          <summary>{texts.downloads}</summary>
          <ul>
            {downloads.map(({ downloadedAt, downloadedBy, name }) => (
              <li key={downloadedAt}>
                <time dateTime={downloadedAt}>{formats.time(downloadedAt)}</time> {texts.downloaded(downloadedBy, name)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
};
