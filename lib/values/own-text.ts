/**
 * A text as a string of its own: one that was cut out of a long text keeps all of that in memory. For what is remembered
 * longer than the page that it was read from.
 */
export const ownText = <Text extends string>(text: Text): Text => Buffer.from(text).toString() as Text; // the same text
