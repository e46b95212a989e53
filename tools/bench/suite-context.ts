import type { BenchOptions } from './bench-options.ts';

/** What a suite gets to work with. */
export interface SuiteContext {
  options: BenchOptions;
  /** Logs of servers and services. */
  logDir: string;
  onStep: (text: string) => void;
}
