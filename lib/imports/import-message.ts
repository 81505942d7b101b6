import * as z from 'zod';
import { importIdOf } from './upload-key.ts';

/** EventBridge's `Object Created` event of Amazon S3, as the queue holds it (S3 user guide, "EventBridge event message structure"). */
const objectCreated = z.object({
  'detail-type': z.literal('Object Created'),
  detail: z.object({ object: z.object({ key: z.string() }) }),
});

/** What the queue of imports carries: news of an upload, or an import's own continuation. Answers the import's id. */
export const importMessage = z.union([
  z.object({ importId: z.string().min(1) }),
  objectCreated.transform(({ detail }) => ({ importId: importIdOf(detail.object.key) })),
]);
