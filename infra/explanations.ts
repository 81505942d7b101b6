import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Marked } from 'marked';
import { gfmHeadingId } from 'marked-gfm-heading-id';

const DOCS = join(import.meta.dirname, '..', 'docs');

/** What a document says only to those who read it among the others: `<!-- only here -->` to `<!-- everywhere -->`. */
const ONLY_HERE = /<!-- only here -->[\s\S]*?<!-- everywhere -->/gu;

const read = (name: string): string => readFileSync(join(DOCS, name), 'utf8').replaceAll(ONLY_HERE, '');

/**
 * The documents that say what the figures mean as HTML for the page of that name, so that both have one source: the
 * body of `docs/metrics.md` without its title, then `docs/subscription-states.md` as a part of its own. Headings have the
 * anchors that GitHub gives them; comments are left out.
 */
export const explanationsOfFigures = (): string => {
  const metrics = read('metrics.md')
    .replace(/^# .*$/mu, '')
    .replaceAll('(subscription-states.md)', '(#subscription-states)');
  const states = read('subscription-states.md').replaceAll(/^(#+) /gmu, '#$1 ');
  const markdown = `${metrics}\n\n${states}`.replaceAll(/<!--[\s\S]*?-->/gu, '');
  return new Marked({ gfm: true }, gfmHeadingId()).parse(markdown, { async: false });
};
