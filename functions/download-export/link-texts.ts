/** The texts of the page of a link that leads nowhere, in English as the mail that brought it. */
export const linkTexts = {
  brand: 'Seatpulse',
  titles: {
    404: 'This link leads nowhere',
    410: 'This link does not work any more',
  } as Readonly<Record<number, string>>,
  titleOfOthers: 'The file could not be opened',
  whomToAsk: 'Whom to ask',
  asker:
    'The mail says at its end who asked for the export. That person can send you a new one, or take you off the list of recipients.',
  others:
    'If you do not know that person, answer the mail: it comes from the company that keeps these figures for you.',
  again: 'Try it again in a minute.',
  requestId: (id: string) => `If it stays, pass on this number with your question: ${id}`,
};
