/**
 * Calls an embedded server in the AWS JSON protocol, past the gate: what CloudFormation and AWS's own services do, not
 * what functions do. `target` is `Service.Operation`. Throws with the server's answer when it refuses; `allowed` are
 * error types that are answered with undefined instead.
 */
export const callUpstream = async (
  url: URL,
  region: string,
  target: string,
  body: unknown,
  allowed: readonly string[] = [],
): Promise<unknown> => {
  const service = target.startsWith('AmazonSQS') ? 'sqs' : 'dynamodb';
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-date': '20200101T000000Z',
      'x-amz-target': target,
      // Neither server checks signatures; both take the region from here.
      authorization: `AWS4-HMAC-SHA256 Credential=runtime/20200101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=none`,
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const answer: unknown = text === '' ? {} : JSON.parse(text);
  if (response.ok) return answer;
  if (allowed.some((type) => text.includes(type))) return undefined;
  throw new Error(`${target} failed with ${response.status}: ${text}`);
};
