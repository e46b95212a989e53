import { TrafficGenerator } from '../../traffic/traffic-generator.ts';
import { ID_LENGTH } from './event-ids.ts';

/** `2026-11-22T10:11:12.` */
export const SECOND_LENGTH = 20;

/** One event as JSON with gaps for its id and the second of its time. */
export interface EventLine {
  json: Buffer;
  /** Where the id stands. */
  idAt: number;
  /** Where the time up to its decimal point stands. */
  secondAt: number;
}

const ID_GAP = '#'.repeat(ID_LENGTH);
const ID_START = Buffer.from('"id":"');
const TIME_START = Buffer.from('"timestamp":"');

/**
 * Events of the demo's mix (web, Windows and cloud sign-in logs with an attack story in it, 430 to 500 bytes), the same
 * for the same seed.
 */
export function makeEventLines(count: number, seed: number): EventLine[] {
  const generator = new TrafficGenerator({ seed, isJsonOnly: true });
  // Only the milliseconds stay: spread over a second as events of a shipper's batch are.
  return Array.from({ length: count }, (_, index) => lineOf(generator.next((index * 37) % 1_000).body));
}

function lineOf(body: string): EventLine {
  const event = JSON.parse(body) as Record<string, unknown>;
  const json = Buffer.from(JSON.stringify({ ...event, id: ID_GAP }));
  return {
    json,
    idAt: json.indexOf(ID_START) + ID_START.length,
    secondAt: json.indexOf(TIME_START) + TIME_START.length,
  };
}
