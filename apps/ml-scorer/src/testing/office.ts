import type { EventFields } from '@redoubt/contracts';
import { OrgModel, readFeatures, type Score } from '@redoubt/scoring';
import { seededRandom } from '@redoubt/test-kit';

const MINUTE_MS = 60_000;
const TYPES = ['successful_login', 'session_opened', 'web_request', 'process_creation'] as const;

/** Ordinary events of an office with 12 people on 5 machines, in order of time, `perMinute` each minute. */
export function officeEvents(
  { fromMs, minutes, perMinute = 2 }: { fromMs: number; minutes: number; perMinute?: number },
  seed = 7,
): EventFields[] {
  const random = seededRandom(seed);
  const pick = (count: number): number => Math.floor(random() ** 2 * count);
  return Array.from({ length: minutes * perMinute }, (_, at): EventFields => {
    const person = pick(12);
    return {
      eventType: TYPES[pick(TYPES.length)] as string,
      severity: 'informational',
      eventTimeMs: fromMs + Math.floor(at / perMinute) * MINUTE_MS,
      user: `person-${person}`,
      sourceIp: `10.0.0.${person + 10}`,
      asset: `machine-${(person + pick(2)) % 5}`,
      outcome: 'success',
    };
  });
}

/** A login nobody would expect: known account, a network and a machine it never used. */
export function strangeLogin(timeMs: number, user = 'person-1'): EventFields {
  return {
    eventType: 'successful_login',
    severity: 'informational',
    eventTimeMs: timeMs,
    user,
    sourceIp: '198.51.100.77',
    asset: 'vault-1',
    outcome: 'success',
  };
}

/** Scores of the same events by a model with the same seed that nothing ever interrupts. */
export function offlineScores(orgId: string, seed: Int32Array, events: readonly EventFields[]): Score[] {
  const model = new OrgModel({ orgId, seed });
  return events.map((fields) =>
    model.score(readFeatures(fields, { timeMs: fields.eventTimeMs as number, receivedAtMs: Date.now() })),
  );
}
