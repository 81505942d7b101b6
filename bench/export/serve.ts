import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { packedRows } from './made-rows.ts';

/*
 * A process that answers for S3 and DynamoDB at once, without waiting: the rows of so many customers, from any byte on, and
 * parts, files and items that are taken and forgotten. Tells its parent its address.
 */
const rows = packedRows(Number(process.argv[2]));

const drain = async (request: IncomingMessage): Promise<void> => {
  for await (const _ of request);
};

const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  await drain(request);
  const { searchParams } = new URL(request.url ?? '/', 'http://bench');
  if (request.headers['x-amz-target'] !== undefined) {
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.end('{}');
  } else if (request.method === 'GET') {
    const from = Number(/bytes=(\d+)-/u.exec(request.headers.range ?? '')?.[1] ?? 0);
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': rows.length - from });
    response.end(rows.subarray(from));
  } else if (request.method === 'POST') {
    response.setHeader('content-type', 'application/xml');
    response.end(
      searchParams.has('uploads')
        ? '<InitiateMultipartUploadResult><UploadId>upload</UploadId></InitiateMultipartUploadResult>'
        : '<CompleteMultipartUploadResult><ETag>"whole"</ETag></CompleteMultipartUploadResult>',
    );
  } else {
    response.setHeader('etag', '"part"');
    response.end();
  }
};

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo; // it listens on TCP
  process.send?.({ url: `http://127.0.0.1:${port}` });
});
process.once('disconnect', () => process.exit());
