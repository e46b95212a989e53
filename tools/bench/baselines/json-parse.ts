import type { EventLine } from '../load/event-lines.ts';

const ROUNDS = 5;

/** CPU µs per event of `JSON.parse` of the same bytes, lowest of five rounds: what no server can do without. */
export function jsonParseUs(lines: readonly EventLine[]): number {
  let lowest = Infinity;
  let checksum = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    for (const { json } of lines) {
      const event = JSON.parse(json.toString('utf8')) as { eventType: string };
      checksum += event.eventType.length;
    }
    const { user, system } = process.cpuUsage(before);
    lowest = Math.min(lowest, (user + system) / lines.length);
  }
  if (checksum === 0) throw new Error('events without a type');
  return lowest;
}
