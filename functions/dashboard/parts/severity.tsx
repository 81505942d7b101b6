import { severityText } from '../../../lib/insights/view/recommendation-texts.ts';
import type { AnyFinding } from '../../../lib/insights/view/rules/finding-schema.ts';

/** A recommendation's name with how much it matters: in words, for those to whom a colour says nothing. */
export const Severity = ({ severity, name }: { severity: AnyFinding['severity']; name: string }) => (
  <span class={`severity ${severity}`}>
    {name}
    <span class="urgency"> · {severityText(severity)}</span>
  </span>
);
