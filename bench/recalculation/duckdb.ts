import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, DuckDBTimestampValue } from '@duckdb/node-api';
import { heldOn } from '../../lib/licensing/assignment.ts';
import type { Day } from '../../lib/time/day.ts';
import { holdingsOf, userIdOf, wordsOf } from './made-customer.ts';

/*
 * A process that keeps the events of `users` users in a table of DuckDB and counts from them what a recalculation counts
 * first: by product and workload, who of its holders was active in the last 28, 7 and 1 days.
 */

/** What the query took and counted: by product and workload those active in 28, 7 and 1 days. */
export interface DuckRun {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly events: number;
  readonly active: Readonly<Record<string, readonly [number, number, number]>>;
}

const QUERY = `
  WITH words AS (
    SELECT user_id, CASE workload WHEN 'onedrive' THEN 'sharepoint' ELSE workload END AS figure,
           bit_or(1::UINTEGER << ($asOf - (epoch_us(occurred_at) // 86400000000)::INTEGER)) AS word
    FROM events WHERE occurred_at >= make_timestamp(($asOf - 27) * 86400000000::BIGINT)
                  AND occurred_at < make_timestamp(($asOf + 1) * 86400000000::BIGINT) GROUP BY ALL)
  SELECT sku, figure, count(*)::INTEGER AS in28, (count(*) FILTER (word & 127 <> 0))::INTEGER AS in7,
         (count(*) FILTER (word & 1 <> 0))::INTEGER AS in1
  FROM words JOIN seats USING (user_id) GROUP BY ALL`;

/** A prime: no number of users is a multiple of it, so that its multiples meet each user once. */
const STRIDE = 7_368_787;

/** An instant of a day in microseconds, another one for each user. */
const instantOf = (user: number, day: Day): bigint =>
  BigInt(day) * 86_400_000_000n + BigInt(user % 86_400) * 1_000_000n;

const [users = '', asOfText = ''] = process.argv.slice(2);
const asOf = Number(asOfText);
const folder = mkdtempSync(join(tmpdir(), 'bench-duckdb-'));
try {
  const instance = await DuckDBInstance.create(join(folder, 'events.duckdb'), { threads: '2' });
  const connection = await instance.connect();
  await connection.run('CREATE TABLE events (user_id VARCHAR, workload VARCHAR, occurred_at TIMESTAMP)');
  await connection.run('CREATE TABLE seats (user_id VARCHAR, sku VARCHAR)');
  const [events, seats] = [await connection.createAppender('events'), await connection.createAppender('seats')];
  let count = 0;
  const ids = Array.from({ length: Number(users) }, (_, user) => userIdOf(user));
  const words = ids.map((_, user) => Object.entries(wordsOf(user)));
  // As they came in: day after day, and on a day in no order of users.
  for (let ago = 27; ago >= 0; ago -= 1)
    for (let turn = 0; turn < ids.length; turn += 1) {
      const user = (turn * STRIDE) % ids.length;
      for (const [workload, word] of words[user] ?? []) {
        if (((word >>> ago) & 1) === 0) continue;
        events.appendVarchar(ids[user] ?? '');
        events.appendVarchar(workload);
        events.appendTimestamp(new DuckDBTimestampValue(instantOf(user, asOf - ago)));
        events.endRow();
        count += 1;
      }
    }
  for (const [user, userId] of ids.entries())
    for (const [sku, history] of Object.entries(holdingsOf(user, asOf))) {
      if (!heldOn(history, asOf)) continue;
      seats.appendVarchar(userId);
      seats.appendVarchar(sku);
      seats.endRow();
    }
  events.closeSync();
  seats.closeSync();
  await connection.run('CHECKPOINT');
  const before = process.cpuUsage();
  const startedAt = performance.now();
  const rows = (await connection.runAndReadAll(QUERY, { asOf })).getRowsJson();
  const { user, system } = process.cpuUsage(before);
  const run: DuckRun = {
    cpuSeconds: (user + system) / 1e6,
    wallSeconds: (performance.now() - startedAt) / 1e3,
    events: count,
    active: Object.fromEntries(
      rows.map((row) => {
        const [sku, figure, ...counts] = row as [string, string, number, number, number]; // the columns of the query
        return [`${sku} ${figure}`, counts];
      }),
    ),
  };
  process.send?.(run, () => process.disconnect());
} finally {
  rmSync(folder, { recursive: true });
}
