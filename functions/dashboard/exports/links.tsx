import type { ExportLinkView } from '../../../lib/exports/mail/export-links.ts';
import { ColumnHeads } from '../parts/column-heads.tsx';
import type { Formats } from '../parts/formats.ts';
import { Scroll, Status } from '../parts/parts.tsx';
import { FormToken } from '../site/layout.tsx';
import type { Visitor } from '../site/page.ts';
import type { ExportPageView } from './export-page-view.ts';
import { LINK_STATES, exportTexts as texts, USER_AGENT_KINDS, useText } from './export-texts.ts';
import { userAgentKind } from './user-agent-kind.ts';

/** The links in an export's mails: until when they work, who used them when, and buttons that take them back. */
export const ExportLinks = ({
  view: { shown, links },
  visitor,
  formats,
}: {
  view: ExportPageView;
  visitor: Visitor | undefined;
  formats: Formats;
}) => {
  const usable = links.filter(({ state }) => state === 'usable');
  return (
    <section aria-labelledby="links">
      <h2 id="links">{texts.links}</h2>
      <Scroll labelledBy="links">
        <table class="links">
          <ColumnHeads words={[texts.recipient, texts.file, texts.works, texts.used, texts.action]} numbers={[]} />
          <tbody>
            {links.map((link) => (
              <tr key={link.tokenHash}>
                <th scope="row">{link.recipient}</th>
                <td>{link.name}</td>
                <td>
                  <End link={link} formats={formats} />
                </td>
                <td>
                  <Uses link={link} formats={formats} />
                </td>
                <td>
                  {link.state === 'usable' ? (
                    <Revoke
                      exportId={shown.id}
                      links={[link]}
                      visitor={visitor}
                      label={texts.revokeOf(link.name, link.recipient)}
                    >
                      {texts.revoke}
                    </Revoke>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p class="note">{texts.usesNote}</p>
      {usable.length > 1 ? (
        <Revoke exportId={shown.id} links={usable} visitor={visitor}>
          {texts.revokeAll}
        </Revoke>
      ) : null}
    </section>
  );
};

const End = ({ link: { state, validUntil, revokedAt }, formats }: { link: ExportLinkView; formats: Formats }) => {
  if (state === 'usable') return formats.time(validUntil);
  return (
    <Status status={state}>
      {state === 'expired'
        ? texts.expiredAt(formats.time(validUntil))
        : revokedAt === undefined
          ? LINK_STATES.revoked
          : texts.revokedAt(formats.time(revokedAt))}
    </Status>
  );
};

const Uses = ({ link: { uses, moreUses }, formats }: { link: ExportLinkView; formats: Formats }) => {
  if (uses.length === 0) return <span class="note">{texts.unused}</span>;
  return (
    <ul class="plain uses">
      {uses.map((use) => (
        <li key={`${use.usedAt} ${use.method}`}>
          <time dateTime={use.usedAt}>{formats.time(use.usedAt)}</time>
          <span class="about block">
            {useText(use)}, {USER_AGENT_KINDS[userAgentKind(use.userAgent)]}
          </span>
        </li>
      ))}
      {moreUses ? <li class="note">{texts.moreUses}</li> : null}
    </ul>
  );
};

const Revoke = ({
  exportId,
  links,
  visitor,
  label,
  children,
}: {
  exportId: string;
  links: readonly ExportLinkView[];
  visitor: Visitor | undefined;
  label?: string;
  children: string;
}) => (
  <form method="post" action={`/exports/${exportId}/revoke`}>
    {visitor ? <FormToken visitor={visitor} /> : null}
    {links.map(({ tokenHash }) => (
      <input key={tokenHash} type="hidden" name="link" value={tokenHash} />
    ))}
    <button type="submit" id={`revoke-${links.length > 1 ? 'all' : links[0]?.tokenHash}`} aria-label={label}>
      {children}
    </button>
  </form>
);
