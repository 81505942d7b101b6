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

/**
 * What the queue of imports carries: news of an upload, an import's own continuation, or an undo's. Answers the import's
 * id, and whether it is its undo that goes on.
 */
export const importMessage: z.ZodType<{ importId: string; undo?: true | undefined }> = z.union([
  z.object({ importId: z.string().min(1), undo: z.literal(true).optional() }),
  objectCreated.transform(({ detail }) => ({ importId: importIdOf(detail.object.key) })),
]);
