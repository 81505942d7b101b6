/** How long to wait at most after looking again has failed, in milliseconds. */
const LONGEST_PAUSE = 15_000;

const livePart = (within: ParentNode = document): HTMLElement | null => within.querySelector('#live');

let timer: ReturnType<typeof setTimeout> | undefined;
let failures = 0;

/** Looks at the page again and again while its live part says so, and shows what has changed. */
export const watchLive = (): void => {
  clearTimeout(timer);
  const every = Number(livePart()?.dataset.live);
  if (!every) return; // nothing goes on
  timer = setTimeout(lookAgain, Math.min(LONGEST_PAUSE, every * 2 ** failures));
};

/** Shows the live part as it is now. `path` is the page's address from now on; by default it stays. */
export const showLive = async (path = location.href): Promise<void> => {
  const answer = await fetch(path, { redirect: 'manual' });
  // Signed out, or gone: the whole page tells, or leads to the sign-in and back.
  if (!answer.ok && answer.status < 500) {
    location.reload();
    return;
  }
  if (!answer.ok) throw new Error(`Answered ${answer.status}`);
  const now = livePart(new DOMParser().parseFromString(await answer.text(), 'text/html'));
  if (now) replace(now);
};

const lookAgain = async (): Promise<void> => {
  try {
    if (!document.hidden) await showLive();
    failures = 0;
  } catch {
    failures += 1; // the network or the server will be back
  }
  watchLive();
};

const replace = (now: HTMLElement): void => {
  const before = livePart();
  if (!before || before.outerHTML === now.outerHTML) return;
  const { activeElement } = document;
  const focused = before.contains(activeElement) ? activeElement?.id : undefined;
  const opened = [...before.querySelectorAll('details[open][id]')].map(({ id }) => id);
  before.replaceWith(now);
  for (const id of opened) document.getElementById(id)?.setAttribute('open', '');
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  if (now.dataset.announcement !== before.dataset.announcement) announce(now.dataset.announcement ?? '');
};

/** Has a text spoken when there is a pause. */
export const announce = (text: string): void => {
  const announcer = document.querySelector('[data-announcer]');
  if (announcer && announcer.textContent !== text) announcer.textContent = text;
};
