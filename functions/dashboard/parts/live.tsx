import type { ComponentChildren } from 'preact';

/** How often a page that shows something going on looks again, by its script. */
const POLL_MILLISECONDS = 1500;

/** How often it is loaded again where no script runs, in seconds: often enough to watch, slowly enough to read. */
export const REFRESH_SECONDS = 4;

/**
 * The part of a page that changes by itself while something is `going` on: the script replaces it by the same part of
 * the page as it is then. What it announces is spoken once, when it differs from what was announced before; so it says
 * stages, and not every per cent.
 */
export const Live = ({
  going,
  announcement,
  children,
}: {
  going: boolean;
  announcement: string;
  children: ComponentChildren;
}) => (
  <>
    <p class="hidden" role="status" data-announcer />
    <div id="live" data-live={going ? POLL_MILLISECONDS : undefined} data-announcement={announcement}>
      {children}
    </div>
  </>
);

/** A share (0 to 1) in whole quarters, for announcements. */
export const quarterOf = (progress: number): number => Math.floor(progress * 4) / 4;
