import removeAccents from 'remove-accents';

/** Marks above and below letters of the scripts of Europe; those of others, as the vowels of Hindi, are letters of their own. */
const MARKS = /[\u0300-\u036f]/gu;

/**
 * A text as it is searched by and searched in: without case, accents and forms of one letter, so that `muller` finds
 * `Müller`, `istanbul` finds `İSTANBUL`, and `strasse` finds `Straße`. Other scripts stay as they are.
 */
export const foldForSearch = (text: string): string => {
  if (/^[\0-\x7f]*$/u.test(text)) return text.toLowerCase();
  // Capitals in between: ß has no other way to be ss. A sigma is one letter, wherever in a word it stands.
  const caseless = text.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ');
  return removeAccents(caseless.normalize('NFKD').replaceAll(MARKS, '')).normalize('NFC');
};
