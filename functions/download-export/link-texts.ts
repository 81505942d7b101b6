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
    'The mail says at its end who asked for the export and which company lists you as a recipient. Who asked can have a new one sent to you.',
  others:
    'If you do not know that person, ask the company that the mail names; it also knows who takes you off its list.',
  again: 'Try it again in a minute.',
  requestId: (id: string) => `If it stays, pass on this number with your question: ${id}`,
};
