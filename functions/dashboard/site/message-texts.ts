/** The texts of pages that say one thing. */
export const messageTexts = {
  titles: {
    400: 'That was not understood',
    403: 'You may not see this',
    404: 'Nothing here',
    409: 'Not now',
    410: 'No longer here',
    429: 'Enough for now',
    503: 'In a moment',
  } as Readonly<Record<number, string>>,
  titleOfOthers: 'Something failed',
  toPortfolio: 'Go to the portfolio',
  anotherAccount: 'Use another account',
  requestId: (id: string) => `If it stays, tell us this request id: ${id}`,
  signedOut: 'You are signed out',
  signIn: 'Sign in',
  signOutEverywhere: 'Also sign out where you signed in',
};
