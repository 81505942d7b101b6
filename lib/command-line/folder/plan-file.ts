import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { components } from '../../client/api.ts';
import { importKindName, traitsOf } from '../../imports/formats/kinds/kinds.ts';
import { customerOf } from './customer-of.ts';
import type { FoundFile } from './find-files.ts';
import { type Manifest, statedOf } from './manifest.ts';
import { recogniseFile } from './recognise-file.ts';

type ImportRequest = components['schemas']['ImportRequest'];

/** A file that will be handed in, and how. */
export interface PlannedFile extends FoundFile {
  readonly request: ImportRequest;
  /** Of its content, in hex. */
  readonly sha256: string;
}

/** A file that cannot be handed in, and why; or that is left alone, as the manifest says. */
export interface UnplannedFile extends FoundFile {
  readonly left: 'unknown' | 'skipped';
  readonly why: string;
}

export interface FolderOptions {
  readonly folder: string;
  readonly manifest: Manifest;
  /** Whose the files are of which neither manifest, name nor inner folder tells. */
  readonly customer?: string | undefined;
}

/**
 * How a file is handed in: its kind by the manifest or its content; its customer by the manifest, its name or its folder;
 * its day, where a file of its kind does not say it, by the manifest or when it was last written (UTC, `now` at most).
 */
export const planFile = async (
  file: FoundFile,
  { folder, manifest, customer }: FolderOptions,
  now: Date,
): Promise<PlannedFile | UnplannedFile> => {
  const stated = statedOf(manifest, file.path);
  if (stated.skip) return { ...file, left: 'skipped', why: 'The manifest says to leave it alone.' };
  const recognised = stated.kind === undefined ? await recogniseFile(file.absolutePath) : { kind: stated.kind };
  if ('unknown' in recognised) return { ...file, left: 'unknown', why: recognised.unknown };
  const { kind } = recognised;
  const traits = traitsOfAny(kind);
  const customerId = stated.customer ?? customerOf(file.path, basename(folder), customer);
  if (customerId === undefined && !traits.namesCustomers)
    return {
      ...file,
      left: 'unknown',
      why: 'Whose file is it? Put it into a folder that is named by the customer’s id, or name the customer by --customer.',
    };
  const day = stated.day ?? (traits.saysDay ? undefined : dayWritten(file, now));
  const request = {
    kind,
    ...(traits.namesCustomers ? {} : { customerId }),
    ...(day === undefined ? {} : { day }),
    ...stated.request,
  } as ImportRequest; // what a manifest names, only the deployment can judge: it may know more than this client
  return { ...file, request, sha256: await hashOf(file.absolutePath) };
};

/** A kind that only the deployment knows says its day, if it must, and is one customer's where one is known. */
const OF_UNKNOWN_KIND = { saysDay: true, namesCustomers: false };

const traitsOfAny = (kind: string): { readonly saysDay: boolean; readonly namesCustomers: boolean } => {
  const known = importKindName.safeParse(kind);
  return known.success ? traitsOf(known.data) : OF_UNKNOWN_KIND;
};

const dayWritten = ({ modifiedAt }: FoundFile, now: Date): string =>
  new Date(Math.min(modifiedAt.getTime(), now.getTime())).toISOString().slice(0, 10);

const hashOf = async (absolutePath: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(absolutePath), hash);
  return hash.digest('hex');
};
