import * as z from 'zod';
import { hiddenCharacterIn } from './hidden-characters.ts';

/** Half of what a DynamoDB sort key holds (1,024 bytes), which leaves room for a prefix; longer than any mail address. */
const LONGEST_USER_ID_BYTES = 512;

/** A user of a customer, trimmed, lower-cased and in composed form (NFC): `Ada@Contoso.com ` and `ada@contoso.com` are one person. */
export const userId = z
  .string()
  // Composed once more: of a capital letter and its accent there may be no one character, of the small one there is.
  .transform((text) => text.trim().toLowerCase().normalize('NFC'))
  .refine((text) => text !== '', 'a user id must not be empty')
  .refine(
    (text) => Buffer.byteLength(text) <= LONGEST_USER_ID_BYTES,
    `a user id has at most ${LONGEST_USER_ID_BYTES} bytes`,
  )
  .refine((text) => !/\p{Cc}/u.test(text), 'a user id must not contain control characters')
  .superRefine((text, context) => {
    const hidden = hiddenCharacterIn(text);
    if (hidden)
      context.addIssue(
        `a user id must not contain characters that cannot be seen: ${hidden.code} after ${hidden.at} characters; type it anew`,
      );
  })
  // DynamoDB refuses half a surrogate pair, and with it every other key of the same request.
  .refine((text) => text.isWellFormed(), 'a user id must be well-formed Unicode');

/** UTF-8 byte order, in which DynamoDB sorts: negative when `a` comes first. Both are well-formed. */
export const compareUserIds = (a: string, b: string): number => {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const [one, other] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (one === other) continue;
    // Half a surrogate pair is of a character above all that have one unit, though its unit is not above all of theirs.
    return isSurrogate(one) === isSurrogate(other) ? one - other : isSurrogate(one) ? 1 : -1;
  }
  return a.length - b.length;
};

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;
