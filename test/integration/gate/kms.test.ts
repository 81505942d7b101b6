import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DecryptCommand, EncryptCommand, GenerateDataKeyCommand } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openKeyStore } from '../../../infra/local/gate/kms/key-store.ts';
import { account, type GateUnderTest, region, rejectionOf, startGateUnderTest } from './gate-under-test.ts';

const arnOf = (id: string) => `arn:aws:kms:${region}:${account}:key/${id}`;
const KeyId = arnOf('first');
const Plaintext = Buffer.from('0.AXoA-refresh-token');
const EncryptionContext = { portfolio: 'northwind', source: 'microsoft' };

let under: GateUnderTest;
beforeAll(async () => {
  under = await startGateUnderTest();
  await under.keys.create(KeyId);
  await under.keys.create(arnOf('second'));
});
afterAll(() => under.stop());

const encrypt = async (more: object = {}): Promise<Uint8Array> => {
  const encrypting = new EncryptCommand({ KeyId, Plaintext, EncryptionContext, ...more });
  const { CiphertextBlob } = await under.admin.kms.send(encrypting);
  return CiphertextBlob ?? new Uint8Array();
};
const decrypt = (CiphertextBlob: Uint8Array, more: object = {}, client = under.admin.kms) =>
  client.send(new DecryptCommand({ KeyId, CiphertextBlob, EncryptionContext, ...more }));

test('gives back what was encrypted, each time otherwise, under the same key and context alone', async () => {
  const [one, other] = [await encrypt(), await encrypt()];
  expect(Buffer.from(one).equals(Buffer.from(other))).toBe(false);
  expect(Buffer.from(one).includes(Plaintext)).toBe(false);
  const reordered = { source: 'microsoft', portfolio: 'northwind' };
  const answer = await decrypt(one, { EncryptionContext: reordered });
  expect(Buffer.from(answer.Plaintext ?? []).toString()).toBe(Plaintext.toString());
  expect(answer.KeyId).toBe(KeyId);
  const tampered = Uint8Array.from(one, (byte, index) => (index === one.length - 1 ? byte ^ 1 : byte));
  for (const refused of [
    decrypt(tampered),
    decrypt(one, { EncryptionContext: { ...EncryptionContext, portfolio: 'fabrikam' } }),
    decrypt(one, { KeyId: arnOf('second') }),
  ])
    expect(await rejectionOf(refused)).toMatchObject({ name: 'InvalidCiphertextException' });
});

test('refuses what the service refuses, and what it does not run', async () => {
  expect(await rejectionOf(encrypt({ KeyId: arnOf('none') }))).toMatchObject({ name: 'NotFoundException' });
  expect(await rejectionOf(encrypt({ Plaintext: Buffer.alloc(4097) }))).toMatchObject({ name: 'ValidationException' });
  const dataKey = new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' });
  expect(await rejectionOf(under.admin.kms.send(dataKey))).toMatchObject({ name: 'UnknownOperationException' });
});

test('asks for the permission on the key', async () => {
  const { kms } = under.admit('collector', {
    statements: [{ Effect: 'Allow', Action: 'kms:Decrypt', Resource: KeyId }],
  });
  const blob = await encrypt();
  expect(Buffer.from((await decrypt(blob, {}, kms)).Plaintext ?? []).toString()).toBe(Plaintext.toString());
  const encrypting = new EncryptCommand({ KeyId, Plaintext });
  expect(await rejectionOf(kms.send(encrypting))).toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining(`kms:Encrypt on resource: ${KeyId}`),
  });
});

test('a file keeps the keys over a restart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'seatpulse-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'keys.json');
  const before = await openKeyStore(file);
  await before.create(KeyId);
  await before.create(KeyId); // leaves it as it is
  expect((await openKeyStore(file)).find('first')).toEqual(before.find(KeyId));
});
