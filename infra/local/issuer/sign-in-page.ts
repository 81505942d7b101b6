/** Somebody whom the issuer lets in, as its sign-in page offers them. */
export interface SignInChoice {
  readonly subject: string;
  readonly label: string;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{max-width:26rem;margin:12vh auto;padding:0 1rem}
button,input{font:inherit;display:block;width:100%;box-sizing:border-box;padding:.7rem 1rem;margin:.5rem 0;text-align:left;border:1px solid #8888;border-radius:.4rem;background:none;color:inherit}
button{cursor:pointer}button:hover{border-color:currentColor}p{color:#777}`;

/** The page on which a developer chooses who to be; `query` is what the client asked the authorization endpoint for. */
export const signInPage = (choices: readonly SignInChoice[], query: Readonly<Record<string, unknown>>): string => {
  const asked = Object.entries(query)
    .filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[0] !== 'login_hint')
    .map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`)
    .join('');
  const buttons = choices
    .map(({ subject, label }) => `<button name="login_hint" value="${escaped(subject)}">${escaped(label)}</button>`)
    .join('');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Sign in locally</title><style>${STYLE}</style><h1>Who are you?</h1>
<p>The local issuer asks for no password.</p>
<form action="/authorize">${asked}${buttons}</form>
<form action="/authorize">${asked}<label for="other">Somebody else, by subject</label>
<input id="other" name="login_hint" required autocomplete="off"><button>Sign in</button></form></html>`;
};
