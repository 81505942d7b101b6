import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { Answer } from '../call.ts';
import { CallError } from '../call-error.ts';
import type { JsonCall } from '../json-body.ts';
import { parseInput } from '../secrets-manager/parse-input.ts';
import type { KeyStore } from './key-store.ts';

/** What is not secret, and has to be told again to decrypt: https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html */
const context = z.record(z.string(), z.string()).default({});
const bytes = z.base64().transform((text) => Buffer.from(text, 'base64'));

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html: at most 4,096 bytes. */
const encryptInput = z.strictObject({
  KeyId: z.string(),
  Plaintext: bytes.refine(({ length }) => length >= 1 && length <= 4096, 'Plaintext has 1 to 4,096 bytes'),
  EncryptionContext: context,
});
const decryptInput = z.strictObject({
  KeyId: z.string(),
  CiphertextBlob: bytes.refine(({ length }) => length <= 6144, 'CiphertextBlob has at most 6,144 bytes'),
  EncryptionContext: context,
});

const IV_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

/** Answers a call of KMS. Throws CallError, also for what does not run locally. */
export const answerKms = async (keys: KeyStore, { call, body }: JsonCall): Promise<Answer> => {
  switch (call.operation) {
    case 'Encrypt':
      return json(encrypt(keys, parseInput(encryptInput, body)));
    case 'Decrypt':
      return json(decrypt(keys, parseInput(decryptInput, body)));
    default:
      throw new CallError(400, 'UnknownOperationException', `${call.operation} of KMS does not run locally`);
  }
};

const json = (body: object): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify(body),
});

const required = (keys: KeyStore, id: string) => {
  const key = keys.find(id);
  if (key) return key;
  throw new CallError(400, 'NotFoundException', `Key '${id}' does not exist`);
};

/** The context in one form, in whatever order it was told. */
const bound = (told: Readonly<Record<string, string>>): Buffer =>
  Buffer.from(JSON.stringify(Object.entries(told).sort(([one], [other]) => (one < other ? -1 : 1))));

const encrypt = (keys: KeyStore, input: z.output<typeof encryptInput>) => {
  const { arn, material } = required(keys, input.KeyId);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, material, iv).setAAD(bound(input.EncryptionContext));
  const hidden = Buffer.concat([cipher.update(input.Plaintext), cipher.final()]);
  const blob = Buffer.concat([iv, cipher.getAuthTag(), hidden]);
  return { KeyId: arn, CiphertextBlob: blob.toString('base64'), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
};

const decrypt = (keys: KeyStore, input: z.output<typeof decryptInput>) => {
  const { arn, material } = required(keys, input.KeyId);
  const blob = input.CiphertextBlob;
  try {
    const decipher = createDecipheriv(CIPHER, material, blob.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
      .setAAD(bound(input.EncryptionContext))
      .setAuthTag(blob.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const plain = Buffer.concat([decipher.update(blob.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
    return { KeyId: arn, Plaintext: plain.toString('base64'), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
  } catch {
    // Another key, another context, or not what was encrypted: the service does not say which.
    throw new CallError(400, 'InvalidCiphertextException', '');
  }
};
