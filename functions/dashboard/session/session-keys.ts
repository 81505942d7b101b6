/** A version of the session secret. */
export interface SessionKey {
  /** The version's id, which every cookie names that it sealed. */
  readonly id: string;
  readonly secret: string;
}

/** The versions of the session secret that seal and open. */
export interface SessionKeys {
  /** The version that seals from now on. */
  readonly current: (now: Date) => Promise<SessionKey>;
  /** The version of that id; `undefined` when it is none that opens (any more). */
  readonly named: (id: string, now: Date) => Promise<SessionKey | undefined>;
}

/**
 * How long an instance goes by what it read. For as long a version that was taken back may still open sessions, so that
 * `npm run end-sessions` names this time.
 */
export const KEPT_MINUTES = 5;
const KEPT_MILLISECONDS = KEPT_MINUTES * 60_000;
/** Cookies that name unknown versions have them read again only so often: anybody can send such cookies. */
const BETWEEN_READS_MILLISECONDS = 10_000;
/** What Secrets Manager takes as a version's id (ClientRequestToken of PutSecretValue), as far as the SDKs make them. */
const VERSION_ID = /^[\w-]{32,64}$/u;

type Valid = readonly [current: SessionKey, ...before: SessionKey[]];

/**
 * Keeps for some minutes what `read` gives: the versions that are valid, the current one first. An unknown version has
 * them read again, at most once in ten seconds. Throws what `read` throws.
 */
export const keepSessionKeys = (read: () => Promise<Valid>): SessionKeys => {
  let kept: { readonly keys: Valid; readonly since: number } | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;
  const readAnew = async (now: Date): Promise<Valid> => {
    triedAt = now.getTime();
    const keys = await read();
    kept = { keys, since: now.getTime() };
    return keys;
  };
  const valid = async (now: Date): Promise<Valid> =>
    kept && now.getTime() - kept.since < KEPT_MILLISECONDS ? kept.keys : readAnew(now);
  return {
    current: async (now) => (await valid(now))[0],
    named: async (id, now) => {
      if (!VERSION_ID.test(id)) return undefined;
      const find = (keys: Valid) => keys.find((key) => key.id === id);
      const known = find(await valid(now));
      if (known || now.getTime() - triedAt < BETWEEN_READS_MILLISECONDS) return known;
      return find(await readAnew(now));
    },
  };
};
