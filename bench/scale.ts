import { scaleFigures } from './scale-figures.ts';

/* Prints what docs/scale.md quotes. */
for (const [name, value] of Object.entries(scaleFigures()))
  console.log(`${name}: ${value.toLocaleString('en', { maximumSignificantDigits: 3 })}`);
