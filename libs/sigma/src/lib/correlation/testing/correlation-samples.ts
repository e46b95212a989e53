import type { CorrelationRule } from '../../model/rule.ts';
import type { CorrelationHit } from '../correlation-types.ts';
import type { PlainHit } from './brute-force-correlator.ts';

/** A correlation rule for specs: event_count of rule `a`, one minute, unless told otherwise. */
export function correlationRule(parts: Partial<CorrelationRule> = {}): CorrelationRule {
  return {
    kind: 'correlation',
    id: 'correlation',
    title: 'A correlation',
    level: 'high',
    references: [],
    tags: [],
    falsePositives: [],
    path: 'rule.yml',
    line: 1,
    type: 'event_count',
    rules: ['a'],
    groupBy: ['sourceIp'],
    aliases: {},
    timespanMs: 60_000,
    conditions: [{ op: 'gte', value: 3 }],
    fields: [],
    isGenerating: true,
    ...parts,
  };
}

/** Every id is known: specs name rules as they like. */
export function anyHead(id: string) {
  return { ...correlationRule(), id };
}

export function hitOf({ ruleId, eventId, timeMs, fields }: PlainHit, receivedAtMs = timeMs): CorrelationHit {
  return { ruleId, eventId, timeMs, receivedAtMs, sourceKey: 'host', field: (name) => fields[name] };
}

/** Numbers that look random and are the same in every run (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
