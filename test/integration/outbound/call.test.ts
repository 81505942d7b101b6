import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { Patience } from '../../../lib/outbound/body.ts';
import { type OutboundRequest, outbound } from '../../../lib/outbound/call.ts';
import { readText } from '../../../lib/outbound/read-text.ts';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** A server of HTTP on this machine, as `host:port`. */
const serving = async (answer: RequestListener): Promise<string> => {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** A server that writes what it likes. */
const writing = async (write: (socket: Socket) => void): Promise<string> => {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => write(socket));
    open.push(() => socket.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(() => server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const local = outbound({ deliverTo: ['127.0.0.1'] });
const waitingLess = (patience: Partial<Patience>) => outbound({ deliverTo: ['127.0.0.1'], patience });

const textOf = async (request: Partial<OutboundRequest> & { url: string }, call = local): Promise<string> => {
  const answer = await call({ mostBytes: 1000, ...request });
  return `${answer.status} ${await readText(answer.body)}`;
};

/** What a call ends in, as `name failure`. */
const endOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    (value) => `no failure, but ${JSON.stringify(value)}`,
    (error: Error & { failure?: string }) => [error.name, error.failure ?? error.message].join(' '),
  );

test('a call sends what it is given and answers with status, headers and body', async () => {
  const host = await serving((request, response) => {
    const { method, url, headers } = request;
    response.setHeader('etag', '"7"');
    response.write(`${method} ${url} ${String(headers['x-mine'])} ${headers.host} `);
    request.pipe(response);
  });
  const answer = await local({
    url: `http://${host}/a?b=c`,
    method: 'POST',
    headers: { 'x-mine': 'yes' },
    body: 'grüße',
    mostBytes: 1000,
  });
  expect([answer.status, answer.headers.etag, await readText(answer.body)]).toEqual([
    200,
    '"7"',
    `POST /a?b=c yes ${host} grüße`,
  ]);
});

test('a redirect is an answer like any other, and nobody is called by it', async () => {
  const asked: (string | undefined)[] = [];
  const host = await serving((request, response) => {
    asked.push(request.url);
    response.writeHead(302, { location: '/elsewhere' }).end('moved');
  });
  expect(await textOf({ url: `http://${host}/here` })).toBe('302 moved');
  expect(asked).toEqual(['/here']);
});

test('a connection goes to the address that was checked, and the name is not asked for again', async () => {
  const host = await serving((request, response) => response.end(request.headers.host));
  const port = host.split(':')[1];
  const asked: string[] = [];
  const call = outbound({
    deliverTo: ['vendor.example'],
    resolve: async (name) => {
      asked.push(name);
      return asked.length === 1 ? [{ address: '127.0.0.1', family: 4 }] : [{ address: '127.0.0.2', family: 4 }];
    },
  });
  expect(await textOf({ url: `http://vendor.example:${port}/` }, call)).toBe(`200 vendor.example:${port}`);
  expect(asked).toEqual(['vendor.example']);
});

test('a name that led to the internet when it was checked and leads home when it is called is refused', async () => {
  let asked = 0;
  const call = outbound({
    deliverTo: 'public',
    resolve: async () => {
      asked += 1;
      return [{ address: '127.0.0.1', family: 4 }];
    },
  });
  const host = await serving((_, response) => response.end('the inside'));
  expect(await endOf(textOf({ url: `https://rebinding.example:${host.split(':')[1]}/` }, call))).toBe(
    'AddressRefused rebinding.example: it is not an address of the internet',
  );
  expect(asked).toBe(1);
});

test('nobody is called whom the stage does not name', async () => {
  const host = await serving((_, response) => response.end('the inside'));
  const other = outbound({ deliverTo: ['vendor.example'] });
  expect(await endOf(textOf({ url: `http://${host}/` }, other))).toBe(
    `AddressRefused ${host}: it is none of the hosts that this stage calls`,
  );
});

test('a host that does not answer, or never ends its head, is given up', async () => {
  const mute = await writing(() => {});
  const dripping = await writing((socket) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    const timer = setInterval(() => socket.write('x-more: 1\r\n'), 20);
    open.push(() => clearInterval(timer));
  });
  const call = waitingLess({ headMs: 100 });
  expect(await endOf(textOf({ url: `http://${mute}/` }, call))).toBe('CallFailed silent');
  expect(await endOf(textOf({ url: `http://${dripping}/` }, call))).toBe('CallFailed silent');
});

test('a body that stops coming, or comes drop by drop without an end, is given up', async () => {
  const head = 'HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n';
  const stopping = await writing((socket) => void socket.write(`${head}abc`));
  const dripping = await writing((socket) => {
    socket.write(head);
    const timer = setInterval(() => socket.write('x'), 20);
    open.push(() => clearInterval(timer));
  });
  expect(await endOf(textOf({ url: `http://${stopping}/` }, waitingLess({ chunkMs: 100 })))).toBe(
    'CallFailed too_slow',
  );
  expect(await endOf(textOf({ url: `http://${dripping}/` }, waitingLess({ bodyMs: 200 })))).toBe('CallFailed too_slow');
});

test('the time that the reader takes is not counted', async () => {
  const host = await serving((_, response) => {
    response.write('one');
    setTimeout(() => response.end('two'), 20);
  });
  const answer = await waitingLess({ chunkMs: 140 })({ url: `http://${host}/`, mostBytes: 100 });
  const read: string[] = [];
  for await (const chunk of answer.body) {
    read.push(chunk.toString());
    await new Promise((done) => setTimeout(done, 150)); // longer than a chunk may take
  }
  expect(read.join('')).toBe('onetwo');
});

test('an endless body is broken off at the limit, and one that says that it is larger is not begun', async () => {
  let sent = 0;
  const endless = await serving((_, response) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(10_000))) sent += 10_000;
    };
    response.on('drain', more);
    more();
  });
  const huge = await serving((_, response) => response.writeHead(200, { 'content-length': '5000000000' }).write('a'));
  const read: number[] = [];
  const reading = async () => {
    const answer = await local({ url: `http://${endless}/`, mostBytes: 100_000 });
    for await (const chunk of answer.body) read.push(chunk.length);
  };
  expect(await endOf(reading())).toBe('CallFailed too_large');
  expect(read.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(100_000);
  expect(sent).toBeLessThan(20_000_000); // what the sockets hold
  expect(await endOf(textOf({ url: `http://${huge}/` }))).toBe('CallFailed too_large');
});

test('a body that is shorter than its length says, or whose last chunk is missing, is no whole one', async () => {
  const short = await writing((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\nabc'));
  const chunked = await writing((socket) =>
    socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n'),
  );
  expect(await endOf(textOf({ url: `http://${short}/` }))).toBe('CallFailed cut_short');
  expect(await endOf(textOf({ url: `http://${chunked}/` }))).toBe('CallFailed cut_short');
});

test('what is no HTTP is no answer, nor is a closed port', async () => {
  const babbling = await writing((socket) => socket.end('220 mail.example ESMTP\r\n'));
  const closed = await serving(() => {});
  for (const close of open.splice(0)) close();
  expect(await endOf(textOf({ url: `http://${babbling}/` }))).toMatch(/^CallFailed (?:malformed|unreachable)$/u);
  expect(await endOf(textOf({ url: `http://${closed}/` }))).toBe('CallFailed unreachable');
});

test('a signal breaks off the wait for the head, and the body', async () => {
  const mute = await writing(() => {});
  const stopping = await writing((socket) => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc'));
  const patient = outbound({ deliverTo: ['127.0.0.1'] });
  for (const host of [mute, stopping]) {
    const time = new AbortController();
    setTimeout(() => time.abort(new Error('the time is up')), 30);
    expect(await endOf(textOf({ url: `http://${host}/`, signal: time.signal }, patient))).toBe('Error the time is up');
  }
});

test('an answer that is let go of ends its connection', async () => {
  let closed: Promise<unknown> | undefined;
  const host = await serving((request, response) => {
    closed = once(request.socket, 'close');
    response.write('a');
  });
  const answer = await local({ url: `http://${host}/`, mostBytes: 100 });
  answer.discard();
  await closed;
  expect(answer.status).toBe(200);
});

test('bytes that are no text are no answer', async () => {
  const host = await serving((_, response) => response.end(Buffer.from([0xff, 0xfe, 0x00])));
  expect(await endOf(textOf({ url: `http://${host}/` }))).toBe('CallFailed malformed');
});
