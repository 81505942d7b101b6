import file from './prices.us-east-1.json' with { type: 'json' };

/** What is paid for, by its name in the price file. */
export type PricedItem = keyof typeof file.prices;

/** Where and when the prices held. */
export const PRICES_OF = { region: file.region, asOf: file.asOf, note: file.note };

/** US dollars for so many of an item. */
export const dollarsFor = (item: PricedItem, quantity: number): number => {
  const { usd, per } = file.prices[item];
  return (usd * quantity) / per;
};
