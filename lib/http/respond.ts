/** What a route answers; the API chain turns it into the gateway's form. */
export interface Reply<Body = unknown> {
  readonly status: number;
  readonly body?: Body;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A JSON answer. */
export const reply = <Body>(
  status: number,
  body: Body,
  headers: Readonly<Record<string, string>> = {},
): Reply<Body> => ({
  status,
  body,
  headers,
});
