import * as z from 'zod';

const PREFIX = 'imports/';

/** Where the uploads bucket keeps the file of an import. */
export const uploadKey = (importId: string): string => `${PREFIX}${importId}`;

/** The import whose file lies under a key of the uploads bucket. */
const importIdOf = (key: string): string => key.slice(key.startsWith(PREFIX) ? PREFIX.length : 0);

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
