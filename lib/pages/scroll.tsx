import type { ComponentChildren } from 'preact';

/** What is wider than a narrow screen scrolls by itself, also by keyboard; `labelledBy` is the id of its heading. */
export const Scroll = ({ labelledBy, children }: { labelledBy: string; children: ComponentChildren }) => (
  // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls, and a section would be a landmark of its own
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.2, 2.1.1)
  <div class="scroll" role="group" aria-labelledby={labelledBy} tabIndex={0}>
    {children}
  </div>
);
