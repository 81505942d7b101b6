/** The texts of the page that says what the figures mean, besides the document that it shows. */
export const figuresTexts = {
  title: 'What the figures mean',
  intro:
    'How each figure is counted, with worked examples that are computed by the product itself. Names in this type are those of the API.',
  toProducts: 'Which products are known',
  products: 'Known products',
  productsNote: (count: string) =>
    `${count} products, by the names that files know them by. Seats of others are in no figure until the operator adds the product, or a name of it.`,
  name: 'Product',
  partNumber: 'Part number',
  family: 'Family',
  workloads: 'Workloads',
  counts: 'Counts as',
  offers: {
    paid: 'sold',
    trial: 'trial, beside the sold ones',
    free: 'free, in no figure',
    excluded: 'in no figure',
  },
};
