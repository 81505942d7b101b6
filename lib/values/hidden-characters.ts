/**
 * Characters that show nothing, and those that turn the direction of what stands around them: two names that look alike
 * would be two (Unicode: Default_Ignorable_Code_Point, Bidi_Control, and the separators of lines and paragraphs).
 */
const HIDDEN = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\u2028\u2029]/u;
const ALL_HIDDEN = new RegExp(HIDDEN, 'gu');
const DIRECTION = /[\p{Bidi_Control}]/gu;

const codeOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** The first hidden character of a text and how many characters stand before it; `undefined` where there is none. */
export const hiddenCharacterIn = (text: string): { readonly code: string; readonly at: number } | undefined => {
  const found = HIDDEN.exec(text);
  return found ? { code: codeOf(found[0]), at: Array.from(text.slice(0, found.index)).length } : undefined;
};

/** A text in which hidden characters can be read, each as its code: `ada<U+200B>@contoso.com`. */
export const revealed = (text: string): string => text.replaceAll(ALL_HIDDEN, (one) => `<${codeOf(one)}>`);

/** A text that turns the direction of nothing around it, for where nothing can isolate it: the lines of a mail. */
export const withoutDirectionControls = (text: string): string => text.replaceAll(DIRECTION, '');

/** Refuses hidden characters in a text of a request: to be given to a schema's `refine`, with the words beside it. */
export const isAllVisible = (text: string): boolean => hiddenCharacterIn(text) === undefined;
export const MUST_BE_VISIBLE = 'contains characters that cannot be seen; type it anew';
