import { Choice } from '../parts/choice.tsx';
import type { Formats } from '../parts/formats.ts';
import { Status } from '../parts/parts.tsx';
import { FormToken } from '../site/layout.tsx';
import type { Visitor } from '../site/page.ts';
import type { ExportPageView } from './export-page-view.ts';
import { MAIL_STATUSES, exportTexts as texts } from './export-texts.ts';
import { ExportLinks } from './links.tsx';

/** Who was mailed links to an export's files, what became of them, and a form that mails them to more. */
export const ExportMails = ({
  view,
  visitor,
  formats,
}: {
  view: ExportPageView;
  visitor: Visitor | undefined;
  formats: Formats;
}) => {
  const { mails } = view.shown;
  return (
    <>
      <section aria-labelledby="mails">
        <h2 id="mails">{texts.mails}</h2>
        {mails.length === 0 ? <p class="note">{texts.noMails}</p> : null}
        <ul class="plain">
          {mails.map(({ recipient, status, reason }) => (
            <li key={recipient}>
              {recipient} <Status status={status}>{MAIL_STATUSES[status]}</Status>
              {reason === undefined ? null : <span class="note block">{reason}</span>}
              {status === 'unconfirmed' ? <span class="note block">{texts.unconfirmedNote}</span> : null}
              {mayMail(view) && view.againTo.includes(recipient) ? (
                <SendAgain exportId={view.shown.id} recipient={recipient} visitor={visitor} />
              ) : null}
            </li>
          ))}
        </ul>
      </section>
      {view.links.length === 0 ? null : <ExportLinks view={view} visitor={visitor} formats={formats} />}
      <SendLater view={view} visitor={visitor} />
    </>
  );
};

/** Whether the files can be mailed to anybody. */
const mayMail = ({ shown, outlivesLinks }: ExportPageView): boolean =>
  outlivesLinks && shown.status === 'complete' && shown.files.every(({ url }) => url !== null);

const SendAgain = ({
  exportId,
  recipient,
  visitor,
}: {
  exportId: string;
  recipient: string;
  visitor: Visitor | undefined;
}) => (
  <form method="post" action={`/exports/${exportId}/send`} class="again">
    {visitor ? <FormToken visitor={visitor} /> : null}
    <input type="hidden" name="email" value={recipient} />
    <button type="submit" aria-label={texts.sendAgainTo(recipient)}>
      {texts.sendAgain}
    </button>
  </form>
);

const SendLater = ({ view, visitor }: { view: ExportPageView; visitor: Visitor | undefined }) => {
  const { shown, recipientsLeft, outlivesLinks } = view;
  const isReadable = shown.files.every(({ url }) => url !== null);
  if (recipientsLeft === undefined || !isReadable) return null;
  return (
    <section aria-labelledby="send">
      <h2 id="send">{texts.send}</h2>
      {recipientsLeft.length === 0 ? <p class="note">{texts.everybodyHasIt}</p> : null}
      {recipientsLeft.length > 0 && !outlivesLinks ? <p class="note">{texts.tooOld}</p> : null}
      {recipientsLeft.length > 0 && outlivesLinks ? (
        <form method="post" action={`/exports/${shown.id}/send`} class="card">
          {visitor ? <FormToken visitor={visitor} /> : null}
          <fieldset>
            <legend>{texts.sendNote}</legend>
            {recipientsLeft.map((address) => (
              <Choice key={address} type="checkbox" name="email" value={address} checked={false}>
                {address}
              </Choice>
            ))}
          </fieldset>
          <button type="submit">{texts.sendSubmit}</button>
        </form>
      ) : null}
    </section>
  );
};
