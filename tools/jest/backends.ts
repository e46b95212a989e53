import type { Postgres } from '@redoubt/test-kit';

/** What the integration project started; jest evaluates setup and teardown apart, so it lives on the process. */
export interface Backends {
  redis?: { stop(): Promise<void> };
  postgres?: Postgres;
}

const BACKENDS = Symbol.for('redoubt.backends');

export function backends(): Backends {
  const store = globalThis as { [BACKENDS]?: Backends };
  store[BACKENDS] ??= {};
  return store[BACKENDS];
}
