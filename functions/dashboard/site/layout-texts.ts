/** The texts around every page. */
export const layoutTexts = {
  brand: 'Seatpulse',
  skip: 'Skip to the content',
  mainNavigation: 'Main',
  portfolio: 'Portfolio',
  exports: 'Exports',
  imports: 'Imports',
  sources: 'Sources',
  signedInAs: (subject: string) => `Signed in as ${subject}`,
  allCustomers: 'All customers',
  actingAs: 'Acting as partner',
  actAs: 'Switch',
  signOut: 'Sign out',
  apiDescription: 'API',
  figures: 'What the figures mean',
  footer: 'Figures of whole days in UTC. What is not known stays blank and is never counted as 0.',
};
