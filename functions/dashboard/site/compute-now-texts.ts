/** The texts of the button that has figures computed. */
export const computeNowTexts = {
  one: 'Compute the customer’s figures now',
  all: 'Compute all figures now',
  note: 'Otherwise with the daily run.',
};
