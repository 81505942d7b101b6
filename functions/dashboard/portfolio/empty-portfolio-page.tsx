import type { VNode } from 'preact';
import { documentOf } from '../site/layout.tsx';
import type { Shell } from '../site/shell.ts';
import { portfolioTexts as texts } from './portfolio-texts.ts';

/** The portfolio page before anything was computed: says what to do. */
export const emptyPortfolioPage = (shell: Shell): VNode =>
  documentOf(
    shell,
    { title: texts.title(shell.portfolioName), section: 'portfolio' },
    <div class="message">
      <h1>{texts.empty}</h1>
      <p>{texts.emptyText}</p>
      <p>
        <a class="button primary" href="/imports">
          {texts.toImports}
        </a>
      </p>
    </div>,
  );
