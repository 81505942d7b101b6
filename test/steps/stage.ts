/** Somebody who can ask for tokens. */
export interface TokenHolder {
  readonly subject: string;
  readonly issueToken: () => Promise<string>;
}

/** What runs the API that the tests call: the local runtime, or a deployed stage. */
export interface Stage {
  readonly api: URL;
  /** The time by the stage's clock. */
  readonly now: () => Promise<Date>;
  readonly operatorToken: () => Promise<string>;
  /** Somebody whom no test of this file has named yet, and what to call that subject where it can be chosen. */
  readonly newcomer: (wanted: string) => Promise<TokenHolder>;
  /** Waits until nothing is left to do; a deployed stage cannot tell. */
  readonly idle?: () => Promise<void>;
}
