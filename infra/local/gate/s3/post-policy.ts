import * as z from 'zod';
import { CallError } from '../call-error.ts';

const postPolicy = z.object({
  expiration: z.iso.datetime(),
  conditions: z.array(
    z.union([
      z.tuple([z.literal('content-length-range'), z.coerce.number(), z.coerce.number()]),
      z.tuple([z.enum(['eq', 'starts-with']), z.string().startsWith('$'), z.string()]),
      z.record(z.string(), z.string()),
    ]),
  ),
});

type PostPolicy = z.infer<typeof postPolicy>;

type Condition = PostPolicy['conditions'][number];

/** A form post as its policy sees it. */
export interface PostForm {
  /** By lower-case name, with `bucket` and the final `key` among them. */
  readonly fields: ReadonlyMap<string, string>;
  /** Bytes of the file. */
  readonly size: number;
}

/** Fields that need no condition (S3 API reference, "POST policy"). */
const FIELDS_WITHOUT_CONDITION = /^(x-amz-signature|policy|file|awsaccesskeyid|signature|x-ignore-.*)$/;

interface FieldTest {
  readonly field: string;
  readonly passes: (value: string) => boolean;
  readonly text: string;
}

/**
 * Checks a form against its policy (base64): the expiration, each condition, and that every field has one.
 * Throws S3's error for the first that fails.
 */
export const checkPostPolicy = (policy: string, { fields, size }: PostForm, now: Date): void => {
  const { expiration, conditions } = parsePolicy(policy);
  if (now > new Date(expiration)) throw denied('Policy expired.');
  const tests = conditions.flatMap(fieldTests);
  for (const { field, passes, text } of tests)
    if (!passes(fields.get(field) ?? '')) throw denied(`Policy Condition failed: ${text}`);
  const covered = new Set(tests.map(({ field }) => field));
  const extra = [...fields.keys()].find((name) => !covered.has(name) && !FIELDS_WITHOUT_CONDITION.test(name));
  if (extra !== undefined) throw denied(`Extra input fields: ${extra}`);
  checkSize(conditions, size);
};

const denied = (reason: string): CallError =>
  new CallError(403, 'AccessDenied', `Invalid according to Policy: ${reason}`);

const parsePolicy = (base64: string): PostPolicy => {
  try {
    return postPolicy.parse(JSON.parse(Buffer.from(base64, 'base64').toString()));
  } catch (error) {
    throw new CallError(400, 'InvalidPolicyDocument', `Invalid Policy: ${String(error)}`);
  }
};

const fieldTests = (condition: Condition): readonly FieldTest[] => {
  if (!Array.isArray(condition))
    return Object.entries(condition).map(([name, wanted]) => ({
      field: name.toLowerCase(),
      passes: (value) => value === wanted,
      text: JSON.stringify(['eq', `$${name}`, wanted]),
    }));
  if (condition[0] === 'content-length-range') return [];
  const [operator, name, wanted] = condition;
  const passes = (value: string) => (operator === 'eq' ? value === wanted : value.startsWith(wanted));
  return [{ field: name.slice(1).toLowerCase(), passes, text: JSON.stringify(condition) }];
};

const checkSize = (conditions: readonly Condition[], size: number): void => {
  for (const condition of conditions) {
    if (!Array.isArray(condition) || condition[0] !== 'content-length-range') continue;
    const [, smallest, largest] = condition;
    if (size > largest)
      throw new CallError(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
        ProposedSize: size,
        MaxSizeAllowed: largest,
      });
    if (size < smallest)
      throw new CallError(400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
        ProposedSize: size,
        MinSizeAllowed: smallest,
      });
  }
};
