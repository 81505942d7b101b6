import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const manifest = z.object({ name: z.string(), version: z.string(), license: z.string().optional() });

/** Files by which packages keep their licence and what it asks to be kept beside: `LICENSE`, `LICENCE.md`, `NOTICE.txt`. */
const NOTICE = /^(?:licen[cs]e|notice|copying)(?:[.-].*)?$/iu;

const WITHOUT_TEXT = 'These packages come without a text of their licence, which is named beside each.';

/** The folder of the package that a file (a path with slashes) belongs to, or nothing for a file of the project. */
const packageOf = (file: string): string | undefined => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/u.exec(file)?.[0];

/** What a bundle must carry along: the packages it is made of by their licence, and each text once. */
export const thirdPartyNotices = (root: string, files: readonly string[]): string => {
  const folders = [...new Set(files.flatMap((file) => packageOf(file) ?? []))];
  const packages = folders.map((folder) => describe(join(root, folder)));
  const byText = Map.groupBy(packages, ({ text }) => text);
  const parts = [...byText].map(([text, members]) => {
    const names = members.map(({ title }) => title).sort();
    return `${names.join('\n')}\n\n${text}\n`;
  });
  return parts.sort().join(`\n${'-'.repeat(80)}\n\n`);
};

const describe = (folder: string): { title: string; text: string } => {
  const {
    name,
    version,
    license = 'no licence named',
  } = manifest.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  const texts = readdirSync(folder)
    .filter((file) => NOTICE.test(file) && existsSync(join(folder, file)))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  return { title: `${name} ${version} (${license})`, text: texts.join('\n\n') || WITHOUT_TEXT };
};
