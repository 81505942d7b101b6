import * as z from 'zod';
import type { KeyStore } from '../gate/kms/key-store.ts';
import { ignored } from '../template/ignored.ts';
import type { Stack } from '../template/stack.ts';

const properties = z.strictObject({
  // Locally a key stays as it is; who may use it, the policies of roles say, as the key's own policy leaves it to them.
  EnableKeyRotation: ignored,
  KeyPolicy: ignored,
  Description: ignored,
});

/** The ARNs of the stack's keys. Throws on one that does more than to encrypt and decrypt. */
export const readKeys = (stack: Stack): readonly string[] =>
  stack.ofType('AWS::KMS::Key', properties).map((key) => key.attribute('Arn'));

/** Makes the keys that do not exist yet. */
export const createKeys = async (arns: readonly string[], store: KeyStore): Promise<void> => {
  for (const arn of arns) await store.create(arn);
};
