import type { ComponentChildren } from 'preact';

/** How far something has come, as a bar with words; `share` is from 0 to 1, `undefined` where nobody can tell. */
export const Progress = ({ share, children }: { share: number | undefined; children: ComponentChildren }) => (
  <div class="progress">
    <p id="progress">{children}</p>
    <progress aria-labelledby="progress" max={1} value={share} />
  </div>
);
