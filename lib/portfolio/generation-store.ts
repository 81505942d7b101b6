import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { getObject } from '../storage/object-store.ts';
import { earlierIndex, type Generation, generationKeys } from './generation/generation.ts';
import { openIndex, type PortfolioIndex } from './index/open-index.ts';
import { createIndexWriter } from './index/write-index.ts';

const unpack = promisify(gunzip);

/**
 * Generations are immutable, so an instance keeps the ones it read last, up to so many bytes: pages of one list read the
 * index once. The newest is kept whatever its size.
 */
const KEPT_BYTES = 128 * 1024 * 1024;
const kept = new Map<string, PortfolioIndex>();

/** A generation's index, or `undefined` when it has been deleted (kept for `GENERATION_DAYS`). */
export const readIndex = async (
  bucket: string,
  generation: Pick<Generation, 'portfolio' | 'asOf' | 'generationId'>,
): Promise<PortfolioIndex | undefined> => {
  const keys = generationKeys(generation);
  const known = kept.get(keys.index);
  if (known) return known;
  const bytes = await getObject(bucket, keys.index);
  const index = bytes ? openIndex(await unpack(bytes)) : await readEarlier(bucket, keys.earlierIndex);
  if (!index) return undefined;
  kept.set(keys.index, index);
  let size = 0;
  for (const [key, { size: own }] of [...kept].reverse()) {
    size += own;
    if (size > KEPT_BYTES && key !== keys.index) kept.delete(key);
  }
  return index;
};

const readEarlier = async (bucket: string, key: string): Promise<PortfolioIndex | undefined> => {
  const bytes = await getObject(bucket, key);
  if (!bytes) return undefined;
  const { generation, entries, productNames } = earlierIndex.parse(JSON.parse((await unpack(bytes)).toString('utf8')));
  const writer = createIndexWriter();
  for (const entry of entries) writer.add(entry);
  return openIndex(writer.pack(generation, productNames));
};
