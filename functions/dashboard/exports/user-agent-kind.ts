/** What followed a link, by what it called itself; programs may call themselves anything. */
export type UserAgentKind = 'scanner' | 'mailApp' | 'browser' | 'program' | 'unknown';

/** Most telling first: scanners and mail programs name a browser too. */
const KINDS: readonly { readonly kind: UserAgentKind; readonly signs: RegExp }[] = [
  {
    kind: 'scanner',
    signs: /bot\b|bot\/|crawl|spider|preview|scan|safelink|urldefense|proofpoint|mimecast|barracuda|imageproxy|slurp/i,
  },
  { kind: 'mailApp', signs: /outlook|microsoft office|thunderbird|applemail|apple-mail|mailmate|lotus-notes/i },
  { kind: 'browser', signs: /^mozilla\/5\.0 .*(?:firefox|chrome|safari|edg|opr)\//i },
  { kind: 'program', signs: /^(?:[\w.-]+\/[\w.]+|curl|wget)|powershell|python|java|okhttp|node/i },
];

/** The kind of a `user-agent` header's text. */
export const userAgentKind = (userAgent: string): UserAgentKind =>
  KINDS.find(({ signs }) => signs.test(userAgent))?.kind ?? 'unknown';
