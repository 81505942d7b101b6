import { expect, test } from 'vitest';
import * as z from 'zod';
import { apiHandler } from '../../../lib/http/api-handler.ts';
import { operation } from '../../../lib/http/operation.ts';
import { reply } from '../../../lib/http/respond.ts';
import { callApi } from '../../fixtures/api-event.ts';

const thing = z.object({ id: z.string(), tags: z.array(z.string()), size: z.int().default(1) });

const putThing = operation({
  route: 'PUT /v1/things/{id}',
  summary: 'A thing',
  scopes: 'public',
  path: z.object({ id: z.string() }),
  responses: {
    200: { description: 'The thing', schema: thing },
    202: { description: 'It is being made', schema: z.object({ status: z.literal('queued') }) },
    204: { description: 'There was no need to' },
    409: { description: 'It is another' },
  },
});
const ask = (handler: unknown) => callApi(handler, { route: putThing.route, path: { id: 'a' } });

test('an answer is one of the described statuses with the body of that status', async () => {
  const tags: readonly string[] = ['round'];
  const made = apiHandler({ putThing }, { putThing: async ({ path: { id } }) => reply(200, { id, tags, size: 2 }) });
  expect(await ask(made)).toMatchObject({ status: 200, body: { id: 'a', tags: ['round'], size: 2 } });
  const location = { location: '/v1/things/a' };
  const queued = apiHandler({ putThing }, { putThing: async () => reply(202, { status: 'queued' }, location) });
  expect(await ask(queued)).toMatchObject({ status: 202, headers: location, body: { status: 'queued' } });
});

test('an answer that is described without a body has none', async () => {
  const empty = apiHandler({ putThing }, { putThing: async () => ({ status: 204 }) });
  expect(await ask(empty)).toMatchObject({ status: 204, body: undefined });
  expect((await ask(empty)).headers).not.toHaveProperty('content-type');
});

test('an answer that the operation does not describe does not compile', () => {
  const handlers = [
    // @ts-expect-error the status is not described
    apiHandler({ putThing }, { putThing: async () => reply(201, { id: 'a', tags: [], size: 1 }) }),
    // @ts-expect-error a member is missing
    apiHandler({ putThing }, { putThing: async () => reply(200, { id: 'a', tags: [] }) }),
    // @ts-expect-error a member is of another type
    apiHandler({ putThing }, { putThing: async () => reply(200, { id: 1, tags: [], size: 1 }) }),
    // @ts-expect-error a member may be absent
    apiHandler({ putThing }, { putThing: async () => reply(200, { id: ['a'].at(0), tags: [], size: 1 }) }),
    // @ts-expect-error the body belongs to another status
    apiHandler({ putThing }, { putThing: async () => reply(202, { id: 'a', tags: [], size: 1 }) }),
    // @ts-expect-error this status has no body
    apiHandler({ putThing }, { putThing: async () => reply(204, { id: 'a', tags: [], size: 1 }) }),
    // @ts-expect-error an error is thrown, so that it is told as a problem
    apiHandler({ putThing }, { putThing: async () => ({ status: 409 }) }),
  ];
  expect(handlers).toHaveLength(7);
});
