import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { GENERATED_FILES } from '../../fixtures/imports/hostile-files.ts';

const READER = join(import.meta.dirname, '..', '..', 'fixtures', 'imports', 'read-generated-file.ts');

/** What the code, the catalogue and the collector's own state take, and what 30,000 users hold: not the files. */
const HEAP_MB = 56;
const BUFFERS_BYTES = 100_000_000;

test.each(Object.entries(GENERATED_FILES))(
  '%s is read in memory that does not grow with the file',
  async (name, { expected }) => {
    const worker = new Worker(READER, {
      workerData: name,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: 16 },
    });
    const [told] = (await once(worker, 'message')) as [{ found: unknown; mostBuffers: number }]; // rejects when the thread dies
    await worker.terminate();
    expect(told.found).toBe(expected);
    expect(told.mostBuffers).toBeLessThan(BUFFERS_BYTES);
  },
);
