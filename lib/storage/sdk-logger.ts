import type { S3ClientConfig } from '@aws-sdk/client-s3';

const ignore = (): void => {};

/**
 * The logger of every client of AWS: it says nothing, as the SDK's own does, but has no `info`. Where there is one, the SDK
 * walks and copies every answer for it, which took a quarter of the time that a recalculation takes.
 */
export const SDK_LOGGER = {
  debug: ignore,
  warn: ignore,
  error: ignore,
} as unknown as NonNullable<S3ClientConfig['logger']>; // the SDK asks for `info` wherever it uses it
