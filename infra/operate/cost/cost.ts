import { runCommand, say } from '../run-command.ts';
import { readCostOptions } from './cost-options.ts';
import { monthlyBill } from './monthly-bill.ts';
import { PRICES_OF } from './prices.ts';
import { billLines } from './show-bill.ts';

/** `npm run cost`: says what a month of a load costs, from counted units and list prices. Asks nobody. */
await runCommand(async () => {
  const { load, json } = readCostOptions(process.argv.slice(2));
  const bill = monthlyBill(load);
  if (json) say(JSON.stringify({ ...bill, prices: PRICES_OF }, undefined, 2));
  else for (const line of billLines(bill)) say(line);
});
