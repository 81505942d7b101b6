import { deleteObject, listKeys } from '../../storage/object-store.ts';

/** How many objects are deleted between two looks at the time. */
const PER_MARK = 100;

/** Deletes the objects whose keys start with `prefix`. Gives how many, now and then; begun again, it finds what is left. */
export async function* eraseObjects(bucket: string, prefix: string): AsyncGenerator<number> {
  let erased = 0;
  for await (const key of listKeys(bucket, prefix)) {
    await deleteObject(bucket, key);
    erased += 1;
    if (erased < PER_MARK) continue;
    yield erased;
    erased = 0;
  }
  if (erased > 0) yield erased;
}

/** `eraseObjects` in one go, for few. Returns how many there were. */
export const eraseFewObjects = async (bucket: string, prefix: string): Promise<number> => {
  let erased = 0;
  for await (const some of eraseObjects(bucket, prefix)) erased += some;
  return erased;
};
