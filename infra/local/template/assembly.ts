import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { type Template, template } from './template.ts';

const manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      environment: z.string().optional(),
      properties: z.unknown().optional(),
      additionalMetadataFile: z.string().optional(),
    }),
  ),
});
const stackProperties = z.object({ templateFile: z.string(), stackName: z.string().optional() });
const assetManifestProperties = z.object({ file: z.string() });
const assetManifest = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string(), packaging: z.string() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});
const metadata = z.record(z.string(), z.array(z.object({ type: z.string(), data: z.unknown() })));

/** One stack as `cdk synth` wrote it. */
export interface Assembly {
  readonly stackName: string;
  /** The region that the stack is bound to; absent when it goes wherever it is deployed. */
  readonly region?: string;
  readonly template: Template;
  /** The construct's path below the stack, without a closing `Resource`, by logical id. */
  readonly constructPaths: ReadonlyMap<string, string>;
  /** The folder that was to be uploaded under this key. Throws when there is none. */
  readonly assetFolder: (objectKey: string) => string;
}

/**
 * Reads a cloud assembly (the folder that `cdk synth` writes). `stack` is the stack's name or artifact id; it may be
 * left out when there is only one. Throws when the folder holds no such stack, naming those it does hold.
 */
export const readAssembly = async (folder: string, stack?: string): Promise<Assembly> => {
  const { artifacts } = manifest.parse(await readJson(join(folder, 'manifest.json')));
  const stacks = Object.entries(artifacts).filter(([, { type }]) => type === 'aws:cloudformation:stack');
  const candidates = stacks.filter(([id, { properties }]) => {
    const { stackName } = stackProperties.parse(properties);
    return stack === undefined || stack === id || stack === stackName;
  });
  const [found, another] = candidates;
  if (!found || another)
    throw new Error(`Name one of the stacks of ${folder}: ${stacks.map(([id]) => id).join(', ') || 'it has none'}`);
  const [id, { environment, properties, additionalMetadataFile }] = found;
  const { templateFile, stackName = id } = stackProperties.parse(properties);
  const assets = await Promise.all(
    Object.values(artifacts)
      .filter(({ type }) => type === 'cdk:asset-manifest')
      .map((artifact) => readAssets(folder, assetManifestProperties.parse(artifact.properties).file)),
  );
  const folders = new Map(assets.flat());
  const region = regionOf(environment);
  return {
    stackName,
    ...(region === undefined ? {} : { region }),
    template: template.parse(await readJson(join(folder, templateFile))),
    constructPaths: additionalMetadataFile ? await readConstructPaths(join(folder, additionalMetadataFile)) : new Map(),
    assetFolder: (objectKey) => {
      const path = folders.get(objectKey);
      if (path === undefined)
        throw new Error(`${folder} has no asset with the key "${objectKey}". Synthesize it again.`);
      return path;
    },
  };
};

const readAssets = async (folder: string, file: string): Promise<[string, string][]> => {
  const { files } = assetManifest.parse(await readJson(join(folder, file)));
  return Object.values(files).flatMap(({ source, destinations }) =>
    Object.values(destinations).map(({ objectKey }): [string, string] => [objectKey, join(folder, source.path)]),
  );
};

const readConstructPaths = async (file: string): Promise<Map<string, string>> => {
  const paths = new Map<string, string>();
  for (const [path, entries] of Object.entries(metadata.parse(await readJson(file)))) {
    const logicalId = entries.find(({ type }) => type === 'aws:cdk:logicalId')?.data;
    if (typeof logicalId === 'string')
      paths.set(
        logicalId,
        path
          .split('/')
          .slice(2)
          .join('/')
          .replace(/\/Resource$/, ''),
      );
  }
  return paths;
};

const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));

/** `aws://123456789012/eu-west-1`, or `unknown-region` in place of the region. */
const regionOf = (environment: string | undefined): string | undefined => {
  const region = environment?.split('/').at(-1);
  return region === undefined || region === 'unknown-region' ? undefined : region;
};
