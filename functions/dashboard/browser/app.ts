import { watchLive } from './live.ts';
import { sendUploads } from './upload.ts';

/** Runs on every page; whatever it does, the pages do without it too, only less smoothly. */
watchLive();
sendUploads();
