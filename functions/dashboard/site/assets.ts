import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROUTES } from '../routes.ts';
import { type Asset, findAsset, hashed } from './asset-addresses.ts';
import type { PlainPage } from './page.ts';

/** Where Lambda unpacked the function: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const FOLDER = join(process.env.LAMBDA_TASK_ROOT ?? '', 'assets');

const readFile = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#14532d"/><path d="M8 22V14M14 22V8M20 22v-6M26 22V11" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>`;

const styles = hashed('styles.css', 'text/css; charset=utf-8', readFile('styles.css'));
const script = hashed('app.js', 'text/javascript; charset=utf-8', readFile('app.js'));
const icon: Asset = { name: 'icon.svg', contentType: 'image/svg+xml', body: ICON };
const all = [styles, script, icon];

/** The addresses of the style sheet and of the script. */
export const assetAddresses = { styles: `/assets/${styles.name}`, script: `/assets/${script.name}` };

/** What the figures mean, as HTML: made from the documents when the function is bundled. */
export const explanations = readFile('figures.html');

/** Serves the files; a browser asks for each once. */
export const assets: PlainPage = {
  route: ROUTES.assets,
  answerPlainly: async ({ path }) => {
    const found = findAsset(all, path.name ?? '');
    if (!found) return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'There is no such file.' };
    return {
      status: 200,
      headers: { 'content-type': found.asset.contentType, 'cache-control': found.cacheControl },
      body: found.asset.body,
    };
  },
};
