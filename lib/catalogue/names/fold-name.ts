/** Upper-cased, runs of white space (no-break spaces too) made one space. */
export const foldName = (name: string): string => name.replaceAll(/\s+/gu, ' ').trim().toUpperCase();

/** What a name comes to when only how it is written is left aside. */
export interface CloseName {
  /** The product's name, folded. */
  readonly base: string;
  /** For whom the price list prices it, in the words that names of products end in. */
  readonly audience?: 'FACULTY' | 'STUDENTS' | undefined;
}

/**
 * Price-list entries of one product, by the words in brackets that Microsoft's price list puts behind its name
 * (https://learn.microsoft.com/en-us/dynamics365/business-central/admin-access-with-m365-license calls them special offers
 * based on a plan), and a distributor's mark of the price list and term ("NCE COM MTH", Ingram Micro's reseller API).
 * Government offers are left out, as they are products with ids of their own; "(no Teams)" names another product.
 */
const PRICED_FOR: readonly { readonly suffix: RegExp; readonly audience?: CloseName['audience'] }[] = [
  { suffix: / ?\(NON-?PROFIT (?:STAFF )?PRICING\)$/u },
  { suffix: / ?\(EDUCATION FACULTY PRICING\)$/u, audience: 'FACULTY' },
  { suffix: / ?\(EDUCATION STUDENT PRICING\)$/u, audience: 'STUDENTS' },
  { suffix: / ?\(NCE COM [A-Z]+\)$/u },
];

/** Marks, kinds of hyphens, and words that names are written with and without; none tells two products apart. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/[®™©℠]|\((?:R|TM|C)\)/gu, ' '],
  [/[\u2010-\u2015\u2212]/gu, '-'],
  [/\s+/gu, ' '],
];
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/\(PLAN (\d)\)/gu, 'PLAN $1'],
  // "Microsoft Power BI Pro"; in "Microsoft 365 E3" it belongs to the name.
  [/^MICROSOFT (?!365 )/u, ''],
  // The Dynamics 365 Licensing Guide of March 2018 has it in the applications' names, that of November 2019 has not.
  [/^DYNAMICS 365 FOR /u, 'DYNAMICS 365 '],
  [/,? (ENTERPRISE|BUSINESS) EDITION$/u, ' $1'],
  // The price list's long words for the offer that the Licensing Guide calls "Attach".
  [/ ATTACH TO QUALIFYING DYNAMICS 365 BASE OFFER(?: A)?$/u, ' ATTACH'],
];

const rewrite = (text: string, rules: readonly (readonly [RegExp, string])[]): string =>
  rules.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), text).trim();

const pricedFor = (text: string) => PRICED_FOR.find(({ suffix }) => suffix.test(text));

/** A name without what tells no products apart: marks, brackets around a plan, price-list suffixes, fill words. */
export const closeName = (name: string): CloseName => {
  let rest = rewrite(foldName(name), SPELLINGS);
  let audience: CloseName['audience'];
  let found = pricedFor(rest);
  while (found) {
    rest = rest.replace(found.suffix, '').trim();
    audience ??= found.audience;
    found = pricedFor(rest);
  }
  return { base: rewrite(rest, WORDS), audience };
};
