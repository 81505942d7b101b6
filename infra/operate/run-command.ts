/** Prints a line. */
export type Say = (line: string) => void;

export const say: Say = (line) => {
  process.stdout.write(`${line}\n`);
};

/** What somebody can do about errors that the SDK words for programmers, by the errors' names. */
const REMEDIES: Readonly<Record<string, string>> = {
  CredentialsProviderError:
    'No credentials of an AWS account were found. Name a profile (--profile, or AWS_PROFILE), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
  ExpiredToken: 'The credentials have expired. Sign in to AWS again.',
  ExpiredTokenException: 'The credentials have expired. Sign in to AWS again.',
  InvalidClientTokenId: 'AWS does not know these credentials. Name another profile, or make a new access key.',
  UnrecognizedClientException: 'AWS does not know these credentials. Name another profile, or make a new access key.',
};

/** What an error tells whoever runs a command, with what to do about it where that is known. */
export const errorMessage = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const remedy =
    error.message === 'Region is missing'
      ? 'Name the region: AWS_REGION=eu-central-1, for example.'
      : REMEDIES[error.name];
  return remedy === undefined ? error.message : `${remedy} (${error.name}: ${error.message})`;
};

/** Runs what a command does; an error ends it with exit code 1 and a message that says what to do. */
export const runCommand = async (command: () => Promise<void>): Promise<void> => {
  try {
    await command();
  } catch (error) {
    process.stderr.write(`${errorMessage(error)}\n`);
    process.exitCode = 1;
  }
};
