import { type Call, type GateRequest, type Permission, queryValue } from '../call.ts';
import { CallError } from '../call-error.ts';

interface Target {
  readonly bucket: string;
  readonly key: string;
}

/** Sub-resources of buckets and objects; any other that S3 has is not run locally. */
const UNSUPPORTED =
  /^(acl|policy|versioning|versions|tagging|website|cors|notification|encryption|replication|logging|torrent|restore|legal-hold|retention|object-lock|select|publicAccessBlock|ownershipControls|versionId)$/;

type Rule = readonly [operation: string, action: string];

const OBJECT_RULES: Readonly<Record<string, Rule>> = {
  GET: ['GetObject', 's3:GetObject'],
  HEAD: ['HeadObject', 's3:GetObject'],
  PUT: ['PutObject', 's3:PutObject'],
  DELETE: ['DeleteObject', 's3:DeleteObject'],
};
const BUCKET_RULES: Readonly<Record<string, Rule>> = {
  GET: ['ListObjects', 's3:ListBucket'],
  HEAD: ['HeadBucket', 's3:ListBucket'],
  PUT: ['CreateBucket', 's3:CreateBucket'],
  DELETE: ['DeleteBucket', 's3:DeleteBucket'],
};
const LIFECYCLE_RULES: Readonly<Record<string, Rule>> = {
  GET: ['GetBucketLifecycleConfiguration', 's3:GetLifecycleConfiguration'],
  PUT: ['PutBucketLifecycleConfiguration', 's3:PutLifecycleConfiguration'],
  DELETE: ['DeleteBucketLifecycle', 's3:PutLifecycleConfiguration'],
};

/** What an S3 request (path style) asks for; throws NotImplemented for what is not run locally. */
export const s3Call = (request: GateRequest): Call => {
  const target = targetOf(request.path);
  const { bucket, key } = target;
  if (bucket === '') {
    const permissions = [{ action: 's3:ListAllMyBuckets', resource: '*' }];
    return { service: 's3', operation: 'ListBuckets', permissions, conditionKeys: {} };
  }
  const names = new Set(request.query.map(([name]) => name));
  const has = (name: string): boolean => names.has(name);
  const foreign = [...names].find((name) => UNSUPPORTED.test(name));
  const rule = foreign ? undefined : key ? objectRule(request, has) : bucketRule(request, has);
  if (!rule) {
    const what = `${request.method} ${key ? 'object' : 'bucket'}${foreign ? ` ?${foreign}` : ''}`;
    throw new CallError(501, 'NotImplemented', `Of S3, ${what} does not run locally`);
  }
  const [operation, action] = rule;
  const permissions =
    operation === 'DeleteObjects'
      ? keysToDelete(request).map((one) => ({ action, resource: arnOf({ bucket, key: one }) }))
      : [{ action, resource: arnOf(target) }, ...copySource(request)];
  return {
    service: 's3',
    operation,
    permissions,
    conditionKeys: conditionKeysOf(request),
    bucket,
    ...(key ? { key } : {}),
  };
};

/** The call that a form post to a bucket makes: to put `key`. */
export const s3PostCall = (bucket: string, key: string): Call => ({
  service: 's3',
  operation: 'PostObject',
  permissions: [{ action: 's3:PutObject', resource: arnOf({ bucket, key }) }],
  conditionKeys: {},
  bucket,
  key,
});

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new CallError(400, 'InvalidURI', "Couldn't parse the specified URI.");
  }
};

const targetOf = (path: string): Target => {
  const [bucket = '', ...key] = path.slice(1).split('/');
  return { bucket: decode(bucket), key: decode(key.join('/')) };
};

/** The IAM user guide for S3: all steps of a multipart upload but its end without result need s3:PutObject. */
const objectRule = (request: GateRequest, has: (name: string) => boolean): Rule | undefined => {
  const copy = request.headers['x-amz-copy-source'] !== undefined;
  if (has('attributes') && request.method === 'GET') return ['GetObjectAttributes', 's3:GetObjectAttributes'];
  if (has('uploads') && request.method === 'POST') return ['CreateMultipartUpload', 's3:PutObject'];
  if (has('uploadId')) {
    if (request.method === 'PUT') return [copy ? 'UploadPartCopy' : 'UploadPart', 's3:PutObject'];
    if (request.method === 'POST') return ['CompleteMultipartUpload', 's3:PutObject'];
    return request.method === 'DELETE' ? ['AbortMultipartUpload', 's3:AbortMultipartUpload'] : undefined;
  }
  if (copy && request.method === 'PUT') return ['CopyObject', 's3:PutObject'];
  return OBJECT_RULES[request.method];
};

const bucketRule = (request: GateRequest, has: (name: string) => boolean): Rule | undefined => {
  if (has('uploads') || has('location')) return undefined;
  if (has('lifecycle')) return LIFECYCLE_RULES[request.method];
  if (request.method === 'POST' && has('delete')) return ['DeleteObjects', 's3:DeleteObject'];
  if (request.method === 'GET' && queryValue(request, 'list-type') === '2') return ['ListObjectsV2', 's3:ListBucket'];
  return BUCKET_RULES[request.method];
};

const arnOf = ({ bucket, key }: Target): string => `arn:aws:s3:::${bucket}${key ? `/${key}` : ''}`;

const keysToDelete = (request: GateRequest): readonly string[] =>
  [...request.body.toString().matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) =>
    key.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
  );

const copySource = (request: GateRequest): Permission[] => {
  const source = request.headers['x-amz-copy-source'];
  if (source === undefined) return [];
  return [{ action: 's3:GetObject', resource: arnOf(targetOf(`/${source.replace(/^\//, '')}`)) }];
};

const conditionKeysOf = (request: GateRequest): Readonly<Record<string, string>> => {
  const pairs: readonly (readonly [string, string | undefined])[] = [
    ['s3:prefix', queryValue(request, 'prefix')],
    ['s3:delimiter', queryValue(request, 'delimiter')],
    ['s3:max-keys', queryValue(request, 'max-keys')],
    ['s3:x-amz-acl', request.headers['x-amz-acl']],
    ['s3:x-amz-server-side-encryption', request.headers['x-amz-server-side-encryption']],
  ];
  return Object.fromEntries(pairs.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
};
