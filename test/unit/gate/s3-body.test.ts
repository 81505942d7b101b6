import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkChecksums, decodeChunks } from '../../../infra/local/gate/s3/body.ts';

const encode = (chunks: readonly Uint8Array[], trailers = '') =>
  Buffer.concat([
    ...chunks.map((chunk) =>
      Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]),
    ),
    Buffer.from(`0\r\n${trailers}\r\n`),
  ]);

test('decodes what was sent, however it was cut into chunks', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ minLength: 1 })), (chunks) => {
      const { body, trailers } = decodeChunks(encode(chunks, 'x-amz-checksum-crc32: AAAAAA==\r\n'));
      expect(body).toEqual(Buffer.concat(chunks));
      expect(trailers).toEqual({ 'x-amz-checksum-crc32': 'AAAAAA==' });
    }),
  );
});

test('refuses chunks that are cut short, wherever', () => {
  const whole = encode([Buffer.from('hello')]);
  for (let length = 0; length < whole.length - '\r\n\r\n'.length - 1; length += 1) {
    expect(() => decodeChunks(whole.subarray(0, length))).toThrow('terminated unexpectedly');
  }
});

test.each([
  ['x-amz-checksum-crc32', 'NhCmhg=='],
  ['x-amz-checksum-sha1', 'qvTGHdzF6KLavt4PO0gs2a6pQ00='],
  ['x-amz-checksum-sha256', 'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ='],
  ['content-md5', 'XUFAKrxLKna5cZ2REBfFkg=='],
])('checks %s', (name, value) => {
  expect(() => checkChecksums(Buffer.from('hello'), { [name]: value })).not.toThrow();
  expect(() => checkChecksums(Buffer.from('hello!'), { [name]: value })).toThrow('did not match');
});

test('names a checksum that it cannot check', () => {
  expect(() => checkChecksums(Buffer.from('x'), { 'x-amz-checksum-crc64nvme': 'x' })).toThrow('crc64nvme');
});
