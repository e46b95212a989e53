import type { LineKind } from './input.ts';
import type { TakenLines } from './protocols/send-protocol.ts';

export interface CarryResult extends TakenLines {
  /** How often the lines had to be sent again. */
  retries: number;
}

/** Brings the lines of one batch to the gateway. @throws CliError when they cannot be brought there */
export type Carrier = (lines: readonly Buffer[], kind: LineKind) => Promise<CarryResult>;
