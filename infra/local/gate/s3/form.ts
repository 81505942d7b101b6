import type { GateRequest } from '../call.ts';
import { CallError } from '../call-error.ts';

/** An upload by a form (presigned POST). */
export interface UploadForm {
  readonly bucket: string;
  readonly key: string;
  /** By lower-case name, with `bucket` and the final `key` among them. */
  readonly fields: ReadonlyMap<string, string>;
  readonly file: Buffer;
}

const OBJECT_FIELDS =
  /^(content-type|content-disposition|content-encoding|content-language|cache-control|expires|x-amz-meta-.*|x-amz-checksum-.*)$/;

/** Whether a request is a form post to a bucket. */
export const isFormPost = (request: GateRequest): boolean =>
  request.method === 'POST' &&
  /^\/[^/]+\/?$/.test(request.path) &&
  /^multipart\/form-data\b/i.test(request.headers['content-type'] ?? '');

/** Reads the form; the file ends it, what follows is ignored. Throws S3's errors for a form without key or file. */
export const readUploadForm = async (request: GateRequest): Promise<UploadForm> => {
  const bucket = request.path.split('/')[1] ?? '';
  const fields = new Map<string, string>([['bucket', bucket]]);
  for (const [name, value] of await readFormData(request)) {
    if (name.toLowerCase() !== 'file') {
      fields.set(name.toLowerCase(), typeof value === 'string' ? value : await value.text());
      continue;
    }
    const fileName = typeof value === 'string' ? '' : value.name;
    const key = fields.get('key')?.replace(/\$\{filename\}/g, () => fileName);
    if (!key) throw new CallError(400, 'InvalidArgument', "Bucket POST must contain a field named 'key'.");
    fields.set('key', key);
    const file = typeof value === 'string' ? Buffer.from(value) : Buffer.from(await value.arrayBuffer());
    return { bucket, key, fields, file };
  }
  throw new CallError(400, 'InvalidArgument', 'POST requires exactly one file upload per request.');
};

/** The plain put that a form stands for. */
export const putOfForm = ({ bucket, key, fields, file }: UploadForm, request: GateRequest): GateRequest => ({
  method: 'PUT',
  path: `/${[bucket, ...key.split('/')].map(encodeURIComponent).join('/')}`,
  query: [],
  headers: Object.fromEntries([...fields].filter(([name]) => OBJECT_FIELDS.test(name))),
  body: file,
  signal: request.signal,
});

const malformed = (): CallError =>
  new CallError(400, 'MalformedPOSTRequest', 'The body of your POST request is not well-formed multipart/form-data.');

const readFormData = async (request: GateRequest): Promise<FormData> => {
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  try {
    return await new Response(new Uint8Array(request.body), { headers }).formData();
  } catch {
    throw malformed();
  }
};
