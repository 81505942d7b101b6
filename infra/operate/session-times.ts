/** How long a session of the pages lives, in hours; a test holds it to what the pages say. */
export const SESSION_HOURS = 10;

/** For how long the pages go by the versions of the session secret that they have read, in minutes; likewise. */
export const KEPT_MINUTES = 5;

/** After so long no session lives any more that a replaced version of the secret sealed. */
export const OVER_AFTER_MILLISECONDS = (SESSION_HOURS * 60 + KEPT_MINUTES) * 60_000;
