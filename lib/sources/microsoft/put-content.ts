import type { FetchContext, FetchItem } from '../collector.ts';
import type { MicrosoftCredentials, MicrosoftSettings } from './settings.ts';

/** Puts a file; where reading its content fails, throws what that failed at, whatever putting makes of it. */
export const putContent = async (
  { putFile }: Pick<FetchContext<MicrosoftSettings, MicrosoftCredentials>, 'putFile'>,
  file: { readonly item: FetchItem; readonly content: AsyncIterable<Uint8Array>; readonly tag?: string | undefined },
): Promise<{ readonly outcome: 'fetched' }> => {
  let failure: { readonly cause: unknown } | undefined;
  const watched = async function* () {
    try {
      yield* file.content;
    } catch (cause) {
      failure = { cause };
      throw cause;
    }
  };
  try {
    await putFile({ ...file, content: watched() });
  } catch (error) {
    throw failure ? failure.cause : error;
  }
  if (failure) throw failure.cause; // whoever put it overlooked that it is not whole
  return { outcome: 'fetched' };
};
