import type { ComponentChildren, VNode } from 'preact';
import { withoutDirectionControls } from '../../../lib/values/hidden-characters.ts';
import { layoutTexts as texts } from './layout-texts.ts';
import type { Visitor } from './page.ts';
import type { Shell } from './shell.ts';

/** The parts of the site, as the navigation names them. */
export type Section = 'portfolio' | 'exports' | 'imports' | 'sources';

const SECTIONS: readonly { readonly section: Section; readonly href: string }[] = [
  { section: 'portfolio', href: '/' },
  { section: 'exports', href: '/exports' },
  { section: 'imports', href: '/imports' },
  { section: 'sources', href: '/sources' },
];

/** A whole document. `refreshSeconds` reloads it by itself where no script does. */
export const documentOf = (
  shell: Shell,
  { title, section, refreshSeconds }: { title: string; section?: Section; refreshSeconds?: number | undefined },
  content: ComponentChildren,
): VNode => (
  <html lang={shell.locale}>
    <head>
      <meta charSet="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      {refreshSeconds === undefined ? null : (
        <noscript>
          <meta http-equiv="refresh" content={String(refreshSeconds)} />
        </noscript>
      )}
      <title>{`${withoutDirectionControls(title)} · ${texts.brand}`}</title>
      <link rel="stylesheet" href={shell.styles} />
      <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
      <script src={shell.script} defer />
    </head>
    <body>
      <a class="skip" href="#content">
        {texts.skip}
      </a>
      <header class="site">
        <a class="brand" href="/">
          {texts.brand}
        </a>
        {shell.visitor ? <Navigation section={section} /> : null}
        {shell.visitor ? <Account visitor={shell.visitor} portfolioName={shell.portfolioName} /> : null}
      </header>
      <main id="content">{content}</main>
      <footer class="site">
        <p>
          {texts.footer} {shell.visitor ? <a href="/figures">{texts.figures}</a> : null}
        </p>
      </footer>
    </body>
  </html>
);

const Navigation = ({ section }: { section: Section | undefined }) => (
  <nav aria-label={texts.mainNavigation}>
    <ul>
      {SECTIONS.map((one) => (
        <li key={one.section}>
          <a href={one.href} aria-current={one.section === section ? 'page' : undefined}>
            {texts[one.section]}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);

const Account = ({ visitor, portfolioName }: { visitor: Visitor; portfolioName: string | undefined }) => (
  <div class="account">
    {visitor.caller.operator ? (
      <form method="post" action="/acting-as" class="acting-as">
        <FormToken visitor={visitor} />
        <label for="acting-as">{texts.actingAs}</label>
        <input
          id="acting-as"
          name="partner"
          value={visitor.session.actingAs ?? ''}
          placeholder={texts.allCustomers}
          autocomplete="off"
        />
        <button type="submit">{texts.actAs}</button>
      </form>
    ) : null}
    <p class="who">
      {portfolioName === undefined ? null : (
        <strong>
          <bdi>{portfolioName}</bdi>
        </strong>
      )}
      <span>{texts.signedInAs(visitor.session.subject)}</span>
    </p>
    <form method="post" action="/auth/sign-out">
      <FormToken visitor={visitor} />
      <button type="submit">{texts.signOut}</button>
    </form>
  </div>
);

/** Goes into every form that posts: proves that it comes from a page of ours. */
export const FormToken = ({ visitor }: { visitor: Visitor }) => (
  <input type="hidden" name="formToken" value={visitor.session.formToken} />
);
