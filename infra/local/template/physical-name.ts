import { createHash } from 'node:crypto';

/**
 * The name that a resource without one of its own gets: the same at every start, so that stored data is found again.
 * At most `longest` characters; what is longer ends in a hash.
 */
export const physicalName = (stackName: string, logicalId: string, longest = 64): string => {
  const whole = `${stackName}-${logicalId}`;
  return whole.length <= longest ? whole : `${whole.slice(0, longest - 9)}-${hash(whole).slice(0, 8)}`;
};

/** An id as AWS gives to APIs and user pools: lower-case letters and digits, the same at every start. */
export const generatedId = (stackName: string, logicalId: string, length = 10): string =>
  hash(`${stackName}/${logicalId}`).slice(0, length);

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
