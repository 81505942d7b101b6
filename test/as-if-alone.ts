import { vi } from 'vitest';

const shared = globalThis as typeof globalThis & { firstEnvironment?: NodeJS.ProcessEnv }; // survives from file to file

/**
 * Before each file of a suite whose files share a process: gives it the environment as it was before the first file, the
 * machine's clock, and modules of the product that nobody has loaded yet. What is shared is what takes seconds to load:
 * the packages, of which the SDK and the embedded servers are most.
 */
shared.firstEnvironment ??= { ...process.env };
for (const name of Object.keys(process.env)) delete process.env[name];
Object.assign(process.env, shared.firstEnvironment);
vi.useRealTimers();
vi.resetModules();
