import { MEANINGS, type Meaning } from './meanings.ts';

const WHAT_IT_MEANS = 'What this means';

/** The heading of a part of a page, with the way to what its figures mean. */
export const Heading = ({ id, title, meaning }: { id: string; title: string; meaning: Meaning }) => (
  <div class="titled">
    <h2 id={id}>{title}</h2>
    <a class="meaning" href={`/figures#${MEANINGS[meaning]}`} aria-describedby={id}>
      {WHAT_IT_MEANS}
    </a>
  </div>
);
