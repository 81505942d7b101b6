import type { Visitor } from './page.ts';

/** What every page is drawn with besides its own figures. */
export interface Shell {
  /** Addresses of the style sheet and the script; both change with their content. */
  readonly styles: string;
  readonly script: string;
  readonly locale: string;
  /** Who looks; nobody on the pages before the sign-in. */
  readonly visitor?: Visitor | undefined;
  /** Whose portfolio it is, by name; for the operator's own view nobody's. */
  readonly portfolioName?: string | undefined;
}
