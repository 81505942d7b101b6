/** The texts of what files could not name. */
export const seatsNotCountedTexts = {
  title: 'Seats not counted',
  note: 'Files name these products, and the catalogue does not know them: their seats and people are in no figure.',
  noteForOperator:
    'Say which product a name is: the product then goes by that name too, and the file is taken again. Figures follow with the next recalculation.',
  name: 'Name in the file',
  source: 'File',
  day: 'Of',
  sold: 'Sold',
  assigned: 'Assigned',
  product: 'Product',
  productOf: (name: string) => `Product that ${name} is`,
  map: 'Map',
  mapName: (name: string) => `Map ${name} to the product`,
  unknown: 'Not in the catalogue',
  ambiguous: "Name of several products: import the customer's seats first",
  more: (count: string) => `And ${count} more.`,
} as const;
