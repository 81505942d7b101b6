/** A block of a page for people to paste into a shell. */
export interface ShellBlock {
  /** The page's heading above it, and which of that heading's blocks it is: `Imports 2`. */
  readonly place: string;
  /** What stands behind the fence: `sh`, or `sh setup` for what comes before a stack runs. */
  readonly info: string;
  readonly text: string;
}

const FENCE = /^ *(?<fence>`{3,})(?<info>.*)\n(?<text>[\s\S]*?)^ *\k<fence>$/gmu;
const SHELL = /^(?:sh|bash|zsh|shell|console|shell-session)\b/u;

/** The shell blocks of a page in Markdown, in its order. */
export const shellBlocksIn = (markdown: string): ShellBlock[] => {
  const seen = new Map<string, number>();
  return [...markdown.matchAll(FENCE)].flatMap(({ index, groups: { info = '', text = '' } = {} }) => {
    if (!SHELL.test(info)) return [];
    const heading = headingAt(markdown.slice(0, index).replaceAll(FENCE, ''));
    const count = (seen.get(heading) ?? 0) + 1;
    seen.set(heading, count);
    return [{ place: `${heading} ${count}`, info, text }];
  });
};

const headingAt = (above: string): string => [...above.matchAll(/^#+ (.+)$/gmu)].at(-1)?.[1] ?? '';
