import type { SeatRecords } from '../../../lib/insights/count/seats.ts';
import type { UserFacts } from '../../../lib/insights/count/user-standing.ts';
import { subscription } from '../../../lib/licensing/subscription.ts';
import { A, daysBefore, listsOf, seats, user } from '../../fixtures/adoption.ts';

/** `<!-- kind: name -->`, then a table. */
export const TABLE =
  /<!-- (products|subscriptions|people|support cases|support loads|reported)(?:: (\w+))? -->\n+((?:\|.*\n)+)/gu;

/** The rows of a page's table, each by the heads of its columns; `–` is an empty cell. */
export const tableOf = (markdown: string, wanted: string): Record<string, string>[] => {
  const found = [...markdown.matchAll(TABLE)].find(
    ([, kind, name]) => [kind, name].filter(Boolean).join(': ') === wanted,
  );
  const [heads = [], , ...rows] = (found?.[3] ?? '').trim().split('\n').map(cellsOf);
  if (rows.length === 0) throw new Error(`there is no table "${wanted}", or it has no rows`);
  return rows.map((cells) => Object.fromEntries(heads.map((head, at) => [head, cells[at] ?? ''])));
};

const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('`', '').replace(/^–$/u, ''));

/** The seats of a documented customer, as its sellers listed them on the as-of day. */
export const documentedSeats = (markdown: string, customer: string): SeatRecords => {
  const rows = tableOf(markdown, `subscriptions: ${customer}`);
  const offered = rows.map(({ seller = '', product = '', seats: quantity, state = '', ...row }, at) => {
    const [word, trial] = state.split(', ');
    const renewsIn = row['renews in (days)'];
    const more = {
      id: `${product}-${at}`,
      state: subscription.shape.state.parse(word),
      isTrial: trial === 'trial',
      ...(renewsIn ? { renewsOn: daysBefore(-Number(renewsIn)) } : {}),
    };
    return { seller, one: seats(product, Number(quantity), more) };
  });
  const sellers = Map.groupBy(offered, ({ seller }) => seller);
  return listsOf(Object.fromEntries([...sellers].map(([seller, own]) => [seller, own.map(({ one }) => one)])));
};

/** The users of a documented customer: so many of each row, all alike. */
export const documentedUsers = (markdown: string, customer: string): (UserFacts & { who: string })[] =>
  tableOf(markdown, `people: ${customer}`).flatMap(({ who = '', people, hold = '', ...row }) => {
    const holdings = listed(hold).map(holdingOf);
    const active = Object.fromEntries(
      listed(row['used (days before)'] ?? '').map((one) => {
        const [workload = '', ...days] = one.split(' ');
        return [workload, days.map(Number)];
      }),
    );
    const held = Object.fromEntries(holdings.map(({ sku, history }) => [sku, history]));
    const withheld = Object.fromEntries(
      holdings.flatMap(({ sku, without }) => (without ? [[sku, { [without]: [[A - 100, true] as const] }]] : [])),
    );
    return Array.from({ length: Number(people) }, (_, at) => ({
      ...user(`${who}-${at}`, { held, active }),
      withheld,
      who,
    }));
  });

const listed = (cell: string): string[] => cell.split(', ').filter((one) => one !== '');

/** `e3`, `e3 since 10`, `e3 until 5` (days before the as-of day), `e3 without teams`. */
const holdingOf = (text: string) => {
  const found = /^(\w+)(?: since (\d+))?(?: until (\d+))?(?: without (\w+))?$/u.exec(text);
  if (!found) throw new Error(`"${text}" is no holding`);
  const [, sku = '', since = '100', until, without] = found;
  const given = [A - Number(since), true] as const;
  return { sku, history: until === undefined ? [given] : [given, [A - Number(until), false] as const], without };
};
