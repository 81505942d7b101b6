import type { Answer, GateRequest } from '../call.ts';
import { CallError, xmlElements } from '../call-error.ts';
import { type Authentication, readFormAuthentication } from '../signature/authentication.ts';
import { authenticationErrors } from '../signature/authentication-errors.ts';
import { putOfForm, readUploadForm, type UploadForm } from './form.ts';
import { checkPostPolicy } from './post-policy.ts';

/** A form whose signature and policy have still to be checked against whoever signed it. */
export interface SignedForm {
  readonly form: UploadForm;
  readonly authentication: Authentication;
  /** In base64, which is what was signed. */
  readonly policy: string;
  /** The plain put that the form stands for. */
  readonly put: GateRequest;
}

/** Reads a form post. Throws AccessDenied for one without a signature and InvalidArgument for one without a policy. */
export const readSignedForm = async (request: GateRequest): Promise<SignedForm> => {
  const form = await readUploadForm(request);
  const authentication = readFormAuthentication(form.fields);
  if (!authentication) throw authenticationErrors('s3').missing();
  const policy = form.fields.get('policy');
  if (policy === undefined)
    throw new CallError(400, 'InvalidArgument', "Bucket POST must contain a field named 'policy'.");
  return { form, authentication, policy, put: putOfForm(form, request) };
};

/** Throws S3's error unless the form does what its policy asks for at `now`. */
export const checkForm = ({ form, policy }: SignedForm, now: Date): void =>
  checkPostPolicy(policy, { fields: form.fields, size: form.file.length }, now);

/** S3's answer to the form once it is stored with this quoted `etag`: 204, or what the form's fields ask for. */
export const answerStoredForm = ({ bucket, key, fields }: UploadForm, etag: string, gateUrl: URL): Answer => {
  const location = new URL(`/${[bucket, ...key.split('/')].map(encodeURIComponent).join('/')}`, gateUrl).href;
  const headers = { etag, location };
  const redirect = fields.get('success_action_redirect');
  if (redirect !== undefined && URL.canParse(redirect)) {
    const target = new URL(redirect);
    for (const [name, value] of Object.entries({ bucket, key, etag })) target.searchParams.set(name, value);
    return { status: 303, headers: { etag, location: target.href }, body: '' };
  }
  const status = fields.get('success_action_status');
  if (status !== '201') return { status: status === '200' ? 200 : 204, headers, body: '' };
  const elements = xmlElements({ Location: location, Bucket: bucket, Key: key, ETag: etag });
  return {
    status: 201,
    headers: { ...headers, 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<PostResponse>${elements}</PostResponse>`,
  };
};
