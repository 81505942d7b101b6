import { createHash } from 'node:crypto';
import { render } from 'preact-render-to-string';
import type { Problem } from '../../lib/problem/problem.ts';
import { linkTexts as texts } from './link-texts.ts';

/** The page stands alone: who opens a mailed link may load nothing else. */
const STYLE = `:root{color-scheme:light dark;font:16px/1.5 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
body{margin:0;display:grid;min-height:100vh;place-items:center;background:light-dark(#fbfcfb,#141a18);color:light-dark(#1c2321,#e7ecea)}
main{max-width:34rem;margin:1rem;padding:2rem;border:1px solid light-dark(#d9dedb,#36403c);border-radius:.6rem;background:light-dark(#fff,#1a211e)}
.brand{margin:0 0 1.25rem;font-weight:700;color:light-dark(#14603a,#7fd3a4)}
h1{margin:0 0 .75rem;font-size:1.5rem;line-height:1.25}
h2{margin:1.5rem 0 .25rem;font-size:1rem}
p{margin:0 0 .6rem}
.note{margin-top:1.25rem;color:light-dark(#5a6562,#a3aeaa);font-size:.875rem;overflow-wrap:anywhere}`;

/** What the content security policy knows the page's style sheet by. */
export const LINK_PAGE_STYLE_HASH = `sha256-${createHash('sha256').update(STYLE).digest('base64')}`;

/** The page that says, to who opened a mailed link, why there is no file and whom to ask. `requestId` is for support. */
export const linkPage = (problem: Problem, requestId: string): string =>
  `<!DOCTYPE html>${render(<LinkPage problem={problem} requestId={requestId} />)}`;

const LinkPage = ({ problem, requestId }: { problem: Problem; requestId: string }) => {
  const title = texts.titles[problem.status] ?? texts.titleOfOthers;
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${title} · ${texts.brand}`}</title>
        {/* A constant, which must not be escaped. */}
        <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      </head>
      <body>
        <main>
          <p class="brand">{texts.brand}</p>
          <h1>{title}</h1>
          <p>{problem.message}</p>
          {problem.status >= 500 ? (
            <>
              <p>{texts.again}</p>
              <p class="note">{texts.requestId(requestId)}</p>
            </>
          ) : (
            <>
              <h2>{texts.whomToAsk}</h2>
              <p>{texts.asker}</p>
              <p>{texts.others}</p>
            </>
          )}
        </main>
      </body>
    </html>
  );
};
