import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { getObject } from '../storage/object-store.ts';
import { type Generation, type GenerationIndex, generationIndex, generationKeys } from './generation.ts';

const unpack = promisify(gunzip);

/** Generations are immutable, so an instance keeps the ones it read last: pages of one list read the index once. */
const KEPT_INDEXES = 3;
const kept = new Map<string, GenerationIndex>();

/** A generation's index, or `undefined` when it has been deleted (kept for `GENERATION_DAYS`). */
export const readIndex = async (
  bucket: string,
  generation: Pick<Generation, 'portfolio' | 'asOf' | 'generationId'>,
): Promise<GenerationIndex | undefined> => {
  const { index: key } = generationKeys(generation);
  const known = kept.get(key);
  if (known) return known;
  const bytes = await getObject(bucket, key);
  if (!bytes) return undefined;
  const index = generationIndex.parse(JSON.parse((await unpack(bytes)).toString('utf8')));
  kept.set(key, index);
  for (const oldest of [...kept.keys()].slice(0, -KEPT_INDEXES)) kept.delete(oldest);
  return index;
};
