import { createHash } from 'node:crypto';

/** A file that pages load, as it is served. */
export interface Asset {
  /** Its last part of the address. */
  readonly name: string;
  readonly contentType: string;
  readonly body: string;
}

/** How long browsers keep a file, as `Cache-Control` says it. */
interface Served {
  readonly asset: Asset;
  readonly cacheControl: string;
}

/** For good: at this address there is never another content. */
const FOR_GOOD = 'public, max-age=31536000, immutable';
const FOR_A_DAY = 'public, max-age=86400';
const NEVER = 'no-store';

/** `app-0123456789ab.js`: the file's name with the hash of a content, of this version of the pages or of another. */
const HASHED = /^(.+)-[0-9a-f]{12}(\.[a-z]+)$/u;

/** The file at an address that changes with its content. `file` is its plain name, such as `app.js`. */
export const hashed = (file: string, contentType: string, body: string): Asset => {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12);
  return { name: file.replace('.', `-${hash}.`), contentType, body };
};

/**
 * What is served by a name, and for how long it may be kept. While two versions of the function answer side by side, a page
 * of the one asks the other for its files: it gets those that this version has, kept by nobody, as a page in the style of
 * its neighbour is better than one without. `undefined` for a file that there is not.
 */
export const findAsset = (assets: readonly Asset[], name: string): Served | undefined => {
  const exact = assets.find((asset) => asset.name === name);
  if (exact) return { asset: exact, cacheControl: plainName(exact.name) === exact.name ? FOR_A_DAY : FOR_GOOD };
  const sameFile = assets.find((asset) => plainName(asset.name) === plainName(name));
  return sameFile && HASHED.test(name) && HASHED.test(sameFile.name)
    ? { asset: sameFile, cacheControl: NEVER }
    : undefined;
};

const plainName = (name: string): string => name.replace(HASHED, '$1$2');
