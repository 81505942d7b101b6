import { decode, encode, type SourceMapSegment } from '@jridgewell/sourcemap-codec';
import * as z from 'zod';

const sourceMap = z.object({
  version: z.literal(3),
  sources: z.array(z.string()),
  names: z.array(z.string()),
  mappings: z.string(),
});

/** The path of a file of this project inside it, or nothing for one of a package. */
const ownPath = (source: string): string | undefined =>
  source.includes('node_modules/') ? undefined : source.replace(/^(?:\.\.\/)+/u, '');

/**
 * A bundle's source map (version 3, as JSON), of which only the project's own files are left, by their paths from its root.
 * Node.js reads it at every start, and that of the packages is nine tenths of it. Throws when it is no such map.
 */
export const ownSourceMap = (text: string): string => {
  const { version, sources, names, mappings } = sourceMap.parse(JSON.parse(text));
  const kept = sources.flatMap((source, at) => {
    const path = ownPath(source);
    return path === undefined ? [] : [{ path, at }];
  });
  const sourceAt = new Map(kept.map(({ at }, now) => [at, now]));
  const nameAt = new Map<number, number>();
  const renamed = (name: number): number => {
    const now = nameAt.get(name) ?? nameAt.size;
    nameAt.set(name, now);
    return now;
  };
  const ownSegment = ([column, source, line, from, name]: SourceMapSegment): SourceMapSegment => {
    const own = source === undefined ? undefined : sourceAt.get(source);
    if (own === undefined || line === undefined || from === undefined) return [column];
    return name === undefined ? [column, own, line, from] : [column, own, line, from, renamed(name)];
  };
  const lines = decode(mappings).map((segments) =>
    // What no file of ours stands for is said once where it begins.
    segments.map(ownSegment).filter((one, at, all) => one.length > 1 || (all[at - 1]?.length ?? 0) > 1),
  );
  const encoded = encode(lines);
  return JSON.stringify({
    version,
    sources: kept.map(({ path }) => path),
    names: [...nameAt.keys()].map((name) => names[name]),
    mappings: encoded,
  });
};
