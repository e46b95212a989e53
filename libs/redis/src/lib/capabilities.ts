import type { Reply } from './command.ts';

/** Commands newer than the 7.0 floor that code may use when the server has them. */
export interface Capabilities {
  /** WAITAOF, Redis 7.2. */
  waitAof: boolean;
  /** XACKDEL, Redis 8.2. */
  xackdel: boolean;
  /** CLUSTER SLOT-STATS, Redis 8.2 and Valkey 8.0. */
  slotStats: boolean;
  /** BF.ADD of the Bloom module. */
  bloom: boolean;
}

export const PROBED_COMMANDS = ['waitaof', 'xackdel', 'cluster|slot-stats', 'bf.add'] as const;

/** Reads the answer of `COMMAND INFO waitaof xackdel cluster|slot-stats bf.add`: null stands for an unknown command. */
export function readCapabilities(reply: Reply): Capabilities {
  const known = Array.isArray(reply) ? reply.map((entry) => entry !== null) : [];
  return {
    waitAof: known[0] ?? false,
    xackdel: known[1] ?? false,
    slotStats: known[2] ?? false,
    bloom: known[3] ?? false,
  };
}
