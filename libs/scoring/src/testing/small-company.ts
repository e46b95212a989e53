import type { ScoringEvent } from '../lib/model/scoring-event.ts';
import { TICK_MS } from '../lib/model/scoring-config.ts';

/** Monday 2026-01-05 00:00 UTC. */
export const START_MS = Date.UTC(2026, 0, 5);
export const TEST_SEED = Int32Array.from([11, -22, 33, -44, 55, -66, 77, -88]);

/** Mulberry32: small, seeded, good enough for test traffic. */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function eventAt(minute: number, fields: Partial<ScoringEvent> = {}): ScoringEvent {
  const timeMs = START_MS + minute * TICK_MS;
  return { timeMs, receivedAtMs: timeMs, eventType: 'successful_login', severity: 'informational', ...fields };
}

const TYPES = ['successful_login', 'failed_login', 'session_opened', 'web_request', 'process_creation'];

/** An ordinary minute of a company with 20 users on 8 hosts: 1 to 12 events. */
export function ordinaryMinute(minute: number, random: () => number): ScoringEvent[] {
  const pick = (count: number): number => Math.floor(random() ** 2 * count);
  return Array.from({ length: 1 + Math.floor(random() * 12) }, () => {
    const user = pick(20);
    const eventType = TYPES[pick(TYPES.length)] as string;
    const event = eventAt(minute, {
      eventType,
      user: `user-${user}`,
      sourceIp: `10.0.${user % 3}.${user + 10}`,
      asset: `host-${(user + pick(3)) % 8}`,
      outcome: eventType === 'failed_login' ? 'failure' : 'success',
    });
    if (eventType === 'web_request') event.values = [{ field: 'bytes', value: Math.round(200 * (1 + random()) ** 6) }];
    return event;
  });
}

/** Ordinary minutes one after the other, [from, to). */
export function ordinaryTraffic(from: number, to: number, seed = 1): ScoringEvent[] {
  const random = seededRandom(seed);
  return Array.from({ length: to - from }, (_, at) => ordinaryMinute(from + at, random)).flat();
}
