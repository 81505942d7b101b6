import { render } from 'preact-render-to-string';
import { withoutDirectionControls } from '../../values/hidden-characters.ts';
import type { Headline } from '../job/headline.ts';
import { adviceLine } from './advice-line.ts';
import type { ExportEmail } from './email-content.ts';
import { Note, Table, Tile } from './email-parts.tsx';
import { DARK_STYLES, styles } from './email-styles.ts';
import { emailTexts as texts } from './email-texts.ts';
import { textOf } from './export-email-text.ts';

/** A mail ready to be sent. */
export interface RenderedEmail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** The mail that brings an export, as HTML and as plain text. */
export const renderExportEmail = (email: ExportEmail): RenderedEmail => ({
  subject: withoutDirectionControls(texts.subject(email.about, email.asOf)),
  html: `<!DOCTYPE html>${render(<Email {...email} />)}`,
  text: withoutDirectionControls(textOf(email)),
});

const Email = (email: ExportEmail) => (
  <html lang="en">
    <head>
      <meta charSet="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="supported-color-schemes" content="light dark" />
      <title>{texts.subject(email.about, email.asOf)}</title>
      {/* A constant style sheet, which must not be escaped. */}
      <style dangerouslySetInnerHTML={{ __html: DARK_STYLES }} />
    </head>
    <body class="page" style={styles.page}>
      {email.headline && (
        <div style={styles.preview}>{texts.preview(email.headline.deploymentPercent, email.headline.usagePercent)}</div>
      )}
      <Table class="page" style={styles.page}>
        <tr>
          <td align="center" style={styles.pageCell}>
            {/* Outlook knows no max-width and goes by the attribute. */}
            <Table class="card" width="600" style={styles.card}>
              <tr>
                <td class="inner" align="left" style={styles.inner}>
                  <Card {...email} />
                </td>
              </tr>
            </Table>
          </td>
        </tr>
      </Table>
    </body>
  </html>
);

const Card = (email: ExportEmail) => (
  <>
    <p class="brand" style={styles.brand}>
      {texts.brand}
    </p>
    <h1 class="strong" style={styles.title}>
      <bdi>{email.about}</bdi>
    </h1>
    <p class="soft" style={styles.asOf}>
      {texts.asOf(email.asOf)}
    </p>
    {email.headline && <Figures {...email.headline} ofOneCustomer={email.ofOneCustomer} />}
    <Note>{texts.pending(email.pending)}</Note>
    <Note>{texts.stale(email.headline?.staleCustomers ?? 0, email.ofOneCustomer)}</Note>
    <Note>{texts.partlyHeard(email.headline?.partlyHeardCustomers, email.ofOneCustomer)}</Note>
    <AttentionList {...email} />
    <h2 class="strong" style={styles.heading}>
      {texts.files}
    </h2>
    <Table>
      {email.files.map((file) => (
        <FileRow key={file.name} {...file} />
      ))}
    </Table>
    <Note>{texts.validity(email.validUntil)}</Note>
    <Note>{`${texts.requestedBy(email.requestedBy)} ${texts.recipientReason(email.partnerName)}`}</Note>
  </>
);

const Figures = ({ ofOneCustomer, ...figures }: Headline & { ofOneCustomer: boolean }) => (
  <Table>
    <tr>
      <Tile
        name={texts.deployment}
        figure={texts.percent(figures.deploymentPercent)}
        facts={[
          texts.change(figures.deploymentPercent, figures.earlier?.deploymentPercent),
          texts.deploymentCounts(figures.assigned, figures.sold),
          texts.counted(figures.deploymentCounted, ofOneCustomer),
        ]}
      />
      <td class="gap" style={styles.gap} />
      <Tile
        name={texts.usage}
        figure={texts.percent(figures.usagePercent)}
        facts={[
          texts.change(figures.usagePercent, figures.earlier?.usagePercent),
          texts.usageCounts(figures.activeEntitlements, figures.qualified),
          texts.counted(figures.usageCounted, ofOneCustomer),
        ]}
      />
    </tr>
  </Table>
);

const AttentionList = ({ headline, ofOneCustomer }: ExportEmail) => {
  const attention = headline?.attention ?? [];
  if (attention.length === 0) return null;
  return (
    <>
      <h2 class="strong" style={styles.heading}>
        {texts.attention}
      </h2>
      <Table>
        {attention.map((one) => {
          const { title, about, facts } = adviceLine(one, ofOneCustomer);
          return (
            <tr key={`${one.customerId} ${one.recommendation.id} ${one.recommendation.about ?? ''}`}>
              <td class="rule" style={styles.fileCell}>
                <p class="strong" style={styles.fileName}>
                  <bdi>{title}</bdi>
                </p>
                <p class="soft" style={styles.note}>
                  {about === '' ? null : (
                    <>
                      {about}
                      <br />
                    </>
                  )}
                  {facts}
                </p>
              </td>
            </tr>
          );
        })}
      </Table>
    </>
  );
};

const FileRow = ({ report, name, rows, bytes, url }: ExportEmail['files'][number]) => (
  <tr>
    <td class="rule" style={styles.fileCell}>
      <p class="strong" style={styles.fileName}>
        {texts.reportNames[report]}
      </p>
      <p class="soft" style={styles.note}>
        {name}
        <br />
        {texts.fileFacts(rows, bytes)}
      </p>
    </td>
    <td class="rule" align="right" style={styles.buttonCell}>
      <a class="button" href={url} style={styles.button}>
        {texts.download}
      </a>
    </td>
  </tr>
);
