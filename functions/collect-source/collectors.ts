import { outbound } from '../../lib/outbound/call.ts';
import type { DeliverTo } from '../../lib/outbound/deliver-to.ts';
import type { Collectors } from '../../lib/sources/collecting/collectors.ts';
import { microsoftCollector } from '../../lib/sources/microsoft/collector.ts';

/** What collects from each kind of source, for one instance of the function; no other function carries it. */
export const collectorsFor = (deliverTo: DeliverTo): Collectors => ({
  microsoft: microsoftCollector(outbound({ deliverTo })),
});
