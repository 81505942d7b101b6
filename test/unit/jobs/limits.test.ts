import { expect, test } from 'vitest';
import { limitReached, periodOf } from '../../../lib/jobs/limits.ts';

const now = new Date('2026-03-10T09:40:30.500Z');

test('counts by hours and days of UTC', () => {
  expect(periodOf('exportsPerHour', now)).toEqual({
    start: new Date('2026-03-10T09:00:00Z'),
    end: new Date('2026-03-10T10:00:00Z'),
  });
  expect(periodOf('mailsPerDay', new Date('2026-03-10T00:00:00Z'))).toEqual({
    start: new Date('2026-03-10T00:00:00Z'),
    end: new Date('2026-03-11T00:00:00Z'),
  });
});

test('says which limit it is, how many are used up, and when the next is possible', () => {
  const problem = limitReached({ limit: 'exportsPerHour', most: 60, used: 60, amount: 1 }, now);
  expect(problem).toMatchObject({ status: 429, code: 'limit_reached', headers: { 'retry-after': '1170' } });
  expect(problem.message).toBe(
    'A partner may ask for 60 exports per hour (exportsPerHour); 60 are used up. The next is possible from 2026-03-10T10:00Z, or ask the operator for a higher limit.',
  );
});

test('does not promise for the next day what would be too much then, too', () => {
  expect(limitReached({ limit: 'mailsPerDay', most: 12, used: 8, amount: 5 }, now).message).toBe(
    'A partner may ask for 12 mails per day (mailsPerDay); 8 are used up, and this asks for 5 more. The next are possible from 2026-03-11T00:00Z, or ask the operator for a higher limit.',
  );
  expect(limitReached({ limit: 'mailsPerDay', most: 4, used: 0, amount: 5 }, now).message).toContain(
    'Ask for fewer at once',
  );
});
