import { createHash } from 'node:crypto';

/** A number from 0 up to 2³²−1 that belongs to a name, the same on every machine (FNV-1a, 32 bits). */
export const seedOf = (name: string): number => {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(name)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
};

/**
 * The `n`-th of a seed's numbers, from 0 up to but not including 1; neighbouring seeds and neighbouring `n` give
 * unrelated numbers (the finishing steps of MurmurHash3, which let every bit of the input reach every bit of the output).
 */
export const drawn = (seed: number, n: number): number => {
  let mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(n + 0x7f4a7c15, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
};

/** A GUID that belongs to a name, as version 8 (RFC 9562, 5.8: for ids of one's own making). */
export const guidOf = (name: string): string => {
  const hex = createHash('sha256').update(`seatpulse sample ${name}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
};
