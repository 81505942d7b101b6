import { computeNowTexts as texts } from './compute-now-texts.ts';
import { FormToken } from './layout.tsx';
import type { Visitor } from './page.ts';

/** A button that has figures computed now instead of with the daily run: of one customer, or of the whole portfolio. */
export const ComputeNow = ({
  visitor,
  customerId,
  back,
}: {
  visitor: Visitor | undefined;
  customerId?: string | undefined;
  /** The path that is shown afterwards. */
  back: string;
}) =>
  visitor ? (
    <form method="post" action="/recalculations" class="compute-now">
      <FormToken visitor={visitor} />
      {customerId === undefined ? null : <input type="hidden" name="customerId" value={customerId} />}
      <input type="hidden" name="back" value={back} />
      <button type="submit">{customerId === undefined ? texts.all : texts.one}</button>{' '}
      <span class="note">{texts.note}</span>
    </form>
  ) : null;
