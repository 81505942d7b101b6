import type { components } from '../../client/api.ts';
import { bodyOf } from '../../client/create-seatpulse.ts';
import { openSession } from '../terminal/open-session.ts';
import type { Context, Done } from './context.ts';

type Customer = components['schemas']['Customer'];

const PAGE = 100;

/** Lists the customers of the portfolio: as lines with id and name, or as JSON with all that is told of them. */
export const customers = async ({ terminal, output, options }: Context): Promise<Done> => {
  const { seatpulse } = await openSession(terminal, options);
  const all: Customer[] = [];
  for (let cursor: string | undefined; ; ) {
    const query = { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
    const page = bodyOf(await seatpulse.GET('/v1/customers', { params: { query } }));
    all.push(...page.customers);
    cursor = page.cursor;
    if (cursor === undefined) break;
  }
  output.give(
    { customers: all },
    all.map(({ customerId, name }) => `${customerId}  ${name}`),
  );
  return true;
};
