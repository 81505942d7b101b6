/** The code of an error, such as `ECONNRESET`, or `undefined` where it has none. */
const codeOf = (error: Error): string | undefined => {
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' ? code : undefined;
};

/**
 * What a log line says of something thrown: of an error its name, its code where it has one, message and stack; anything else
 * as it is. Some packages name their errors by their classes, which have other names in a bundle: there the code tells.
 */
export const errorInLog = (thrown: unknown): unknown => {
  if (!(thrown instanceof Error)) return thrown;
  const { name, message, stack } = thrown;
  const code = codeOf(thrown);
  return { name, ...(code === undefined ? {} : { code }), message, stack };
};

/** What kind of error it is, for a log line that must not have its message: its code, or else its name. */
export const kindInLog = (thrown: unknown): string =>
  thrown instanceof Error ? (codeOf(thrown) ?? thrown.name) : typeof thrown;
