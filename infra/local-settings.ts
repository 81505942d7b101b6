import type { Installation } from '#installation';

/** What runs on one machine, for development and tests, calls nobody beyond it. */
export default { dev: { deliverTo: ['127.0.0.1', 'localhost'] } } satisfies Installation;
