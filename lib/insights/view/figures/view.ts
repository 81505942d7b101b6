import type { Catalogue } from '../../../catalogue/product.ts';
import type { FreshnessLimits } from '../../count/freshness.ts';
import type { StatedRules } from './rule-settings.ts';
import type { SupportLoad } from './support-load.ts';
import type { ViewerHistory } from './viewer-history.ts';

/** Whose view it is, and what a snapshot is looked at with. */
export interface View extends ViewerHistory {
  /** A partner's id, whose own share is shown, or `undefined` for the operator's view of all. */
  readonly partnerId: string | undefined;
  /** As it was when the snapshot was made. */
  readonly catalogue: Catalogue;
  readonly limits: FreshnessLimits;
  /** What the operator set of the rules; none has its defaults. */
  readonly rules: StatedRules;
  /** What is usual in the portfolio, by the run before; `undefined` when that cannot be told. */
  readonly usualSupportLoad: SupportLoad | undefined;
}
