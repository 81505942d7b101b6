import type { components } from '../../client/api.ts';
import { bodyOf, type Seatpulse } from '../../client/create-seatpulse.ts';
import type { Clock } from '../../client/retrying-fetch.ts';
import { SeatpulseError } from '../../client/seatpulse-error.ts';
import { waitUntil } from '../../client/wait-until.ts';
import type { PlannedFile } from './plan-file.ts';
import type { PushState } from './push-state.ts';
import { sendFile } from './send-file.ts';

type Import = components['schemas']['Import'];

/** What became of a file: `unfinished` is one that is still being read, or did not arrive; the next push goes on with it. */
export interface PushedFile {
  readonly outcome: 'taken' | 'refused' | 'unchanged' | 'unfinished';
  readonly found?: Import;
  readonly problem?: { readonly code: string; readonly message: string };
}

export interface Pushing {
  readonly seatpulse: Seatpulse;
  readonly state: PushState;
  readonly clock: Clock;
  readonly onBytes: (bytes: number) => void;
}

/** Longer than a queue goes on with a file whose function fails for now. */
const PATIENCE_MILLISECONDS = 3 * 60 * 60 * 1000;
/** How long the upload of a file that was sent before may take to be noticed. */
const NOTICED_WITHIN_MILLISECONDS = 10 * 60 * 1000;
const MOST_SENDS = 3;

const isOver = ({ status }: Import): boolean => status === 'complete' || status === 'failed';

/**
 * Hands a file in and waits for what the deployment makes of it; goes on where an earlier push of it ended. Throws only
 * what stands against all files: a SeatpulseError of a caller who may not (401, 403).
 */
export const pushFile = async (file: PlannedFile, pushing: Pushing): Promise<PushedFile> => {
  try {
    const known = pushing.state.of(file);
    if (known?.status === 'taken') return { outcome: 'unchanged' };
    const importId = (await alreadySent(known, pushing)) ?? (await send(file, pushing));
    pushing.state.keep(file, { importId, status: 'sent' });
    return ended(file, await waitFor(importId, isOver, PATIENCE_MILLISECONDS, pushing), pushing);
  } catch (error) {
    if (!(error instanceof SeatpulseError) || [401, 403].includes(error.status)) throw error;
    const { code, message, status } = error;
    return { outcome: status === 0 || status >= 429 ? 'unfinished' : 'refused', problem: { code, message } };
  }
};

const waitFor = (
  id: string,
  isDone: (found: Import) => boolean,
  patience: number,
  { seatpulse, clock }: Pushing,
): Promise<Import> =>
  waitUntil(
    async () => bodyOf(await seatpulse.GET('/v1/imports/{id}', { params: { path: { id } } })),
    isDone,
    patience,
    clock,
  );

/** The import that an earlier push began, if its file arrived there; whether it did, only the deployment knows. */
const alreadySent = async (known: ReturnType<PushState['of']>, pushing: Pushing): Promise<string | undefined> => {
  if (known?.status !== 'sent' && known?.status !== 'asked') return undefined;
  const patience = known.status === 'sent' ? NOTICED_WITHIN_MILLISECONDS : 0;
  try {
    const { status } = await waitFor(known.importId, (found) => found.status !== 'waiting', patience, pushing);
    return status === 'waiting' ? undefined : known.importId;
  } catch (error) {
    if (error instanceof SeatpulseError && error.status === 404) return undefined;
    throw error;
  }
};

/** Asks for an import and sends its file. Returns its id. */
const send = async (file: PlannedFile, { seatpulse, state, onBytes }: Pushing): Promise<string> => {
  const { id: importId, upload } = bodyOf(await seatpulse.POST('/v1/imports', { body: file.request }));
  state.keep(file, { importId, status: 'asked' });
  for (let tried = 1; ; tried += 1) {
    let sent = 0;
    try {
      await sendFile(upload, file.absolutePath, (bytes) => {
        sent += bytes;
        onBytes(bytes);
      });
      return importId;
    } catch (error) {
      onBytes(-sent);
      const forNow = error instanceof SeatpulseError && (error.status === 0 || error.status >= 500);
      if (!forNow || tried === MOST_SENDS) throw error;
    }
  }
};

const ended = (file: PlannedFile, found: Import, { state }: Pushing): PushedFile => {
  if (!isOver(found)) return { outcome: 'unfinished', found };
  const outcome = found.status === 'complete' ? 'taken' : 'refused';
  state.keep(file, { importId: found.id, status: outcome });
  return { outcome, found };
};
