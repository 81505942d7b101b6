const FALLBACK = 'en-GB';

/** The first language of an `accept-language` header that Intl knows; English without one. */
export const localeOf = (acceptLanguage = ''): string => {
  const wanted = acceptLanguage
    .split(',')
    .map((part) => {
      const [tag = '', quality = 'q=1'] = part.trim().split(/\s*;\s*/u);
      return { tag, quality: Number(quality.replace(/^q=/u, '')) };
    })
    .filter(({ tag, quality }) => tag !== '' && tag !== '*' && quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return wanted.map(({ tag }) => supported(tag)).find((tag) => tag !== undefined) ?? FALLBACK;
};

const supported = (tag: string): string | undefined => {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag)[0];
  } catch {
    return undefined; // not a language tag at all
  }
};
