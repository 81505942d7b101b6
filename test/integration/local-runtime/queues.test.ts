import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Runtime } from '../../../infra/local/runtime.ts';
import { removeToy, synthesizeToy } from '../../fixtures/toy-stack/synthesize.ts';
import { seenMessages, send, startToy, visibleMessages } from './toy-runtime.ts';

let assembly: string;
let runtime: Runtime;

beforeAll(async () => {
  assembly = await synthesizeToy();
  runtime = await startToy(assembly);
}, 60_000);

afterAll(async () => {
  await runtime.stop();
  removeToy(assembly);
});

test('of a batch only the messages that failed come again, and end on the dead-letter queue', async () => {
  await Promise.all(['batch fine', 'batch fail', 'batch good'].map((body) => send(runtime, 'Work', body)));
  await runtime.idle();

  expect(await seenMessages(runtime, 'batch')).toEqual([
    'batch fail #1',
    'batch fail #2',
    'batch fine #1',
    'batch good #1',
  ]);
  expect(await visibleMessages(runtime, 'Dead')).toBe(1);
});

test('an event that leads to a function by itself is dropped after 16 rounds, unless the function allows it', async () => {
  await send(runtime, 'CounterQueue', 'stopped 1');
  await send(runtime, 'LoopingCounterQueue', 'allowed 1');
  const dead = await visibleMessages(runtime, 'Dead');
  await runtime.idle();

  expect(await seenMessages(runtime, 'stopped')).toHaveLength(16);
  expect(await seenMessages(runtime, 'allowed')).toHaveLength(20);
  expect(await visibleMessages(runtime, 'Dead')).toBe(dead + 1);
});

test('a delayed message is hastened, without moving the clock that functions see', async () => {
  const before = runtime.clock.offset();
  await send(runtime, 'Work', 'hastened', 900);
  await runtime.idle();

  expect(await seenMessages(runtime, 'hastened')).toEqual(['hastened #1']);
  expect(runtime.clock.offset()).toBe(before);
});

test('a delayed message comes when the clock is moved past its time', async () => {
  await send(runtime, 'Work', 'later', 600);
  runtime.clock.set(new Date(runtime.clock.now().getTime() + 601_000));
  await runtime.idle({ hasten: false });

  expect(await seenMessages(runtime, 'later')).toEqual(['later #1']);
});

test('the clock itself is moved to where the next message is due, if that is asked for', async () => {
  const before = runtime.clock.offset();
  await send(runtime, 'Work', 'waited for', 300);
  await runtime.idle({ moveClock: true });

  expect(await seenMessages(runtime, 'waited for')).toEqual(['waited for #1']);
  const moved = (runtime.clock.offset() - before) / 1_000;
  expect(moved).toBeGreaterThan(280); // what sending took has passed by itself
  expect(moved).toBeLessThanOrEqual(301);
});

test('while the queues are paused nothing is consumed', async () => {
  runtime.pauseQueues();
  await send(runtime, 'Work', 'held');
  await runtime.idle();
  expect(await seenMessages(runtime, 'held')).toEqual([]);

  runtime.resumeQueues();
  await runtime.idle();
  expect(await seenMessages(runtime, 'held')).toEqual(['held #1']);
});

test('each time of the schedule that the clock passes fires once', async () => {
  runtime.clock.set(new Date('2026-03-11T01:59:00Z'));
  await runtime.idle();
  expect(await seenMessages(runtime, 'scheduledFor')).toEqual([]);

  runtime.clock.set(new Date('2026-03-12T02:00:01Z'));
  await runtime.idle();

  expect(await seenMessages(runtime, 'scheduledFor":"2026-03')).toEqual([
    '{"scheduledFor":"2026-03-11T02:00:00Z"} #1',
    '{"scheduledFor":"2026-03-12T02:00:00Z"} #1',
  ]);
});

test('the schedule can be fired as of any time', async () => {
  await runtime.fireSchedule(new Date('2026-02-01T02:00:00Z'));
  await runtime.idle();

  expect(await seenMessages(runtime, '2026-02')).toEqual(['{"scheduledFor":"2026-02-01T02:00:00Z"} #1']);
});

test('an object that is stored reaches the queue as the event of EventBridge', async () => {
  const s3 = new S3Client(runtime.clientSettings());
  await s3.send(new PutObjectCommand({ Bucket: runtime.resources.buckets.Uploads, Key: 'a b.txt', Body: 'abc' }));
  await runtime.idle();

  const [message = ''] = await seenMessages(runtime, 'Object Created');
  expect(JSON.parse(message.replace(/ #1$/, ''))).toMatchObject({
    source: 'aws.s3',
    'detail-type': 'Object Created',
    time: expect.stringMatching(/^2026-03-/),
    detail: { bucket: { name: 'toy-uploads4f6eb0fd' }, object: { key: 'a b.txt', size: 3 }, reason: 'PutObject' },
  });
});
