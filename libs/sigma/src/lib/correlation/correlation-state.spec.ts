import type { CorrelationRule } from '../model/rule.ts';
import type { CorrelationState } from './correlation-state.ts';
import { type CorrelationLimits, SOURCES_CHECKPOINT } from './correlation-types.ts';
import { Correlator } from './correlator.ts';
import { anyHead, correlationRule, hitOf, seededRandom } from './testing/correlation-samples.ts';

const startMs = Date.UTC(2026, 0, 1);
const minuteMs = 60_000;

interface Sent {
  second: number;
  sourceIp?: string;
  source?: string;
  receivedSecond?: number;
  value?: number;
}

class Sender {
  readonly correlator: Correlator;
  state: CorrelationState;
  #sent = 0;

  constructor(rules: CorrelationRule[] = [correlationRule()], limits: Partial<CorrelationLimits> = {}) {
    this.correlator = new Correlator(rules, anyHead, { limits });
    this.state = this.correlator.newState();
  }

  send({ second, sourceIp = '192.0.2.1', source = 'host', receivedSecond = second, value = 1 }: Sent) {
    const hit = hitOf(
      { ruleId: 'a', eventId: `s-1-0-${this.#sent++}`, timeMs: startMs + second * 1_000, fields: { sourceIp, value } },
      startMs + receivedSecond * 1_000,
    );
    return this.correlator.observe(this.state, { ...hit, sourceKey: source });
  }
}

describe('clocks that are wrong', () => {
  it('a source ahead evicts nothing of the present', () => {
    const sender = new Sender();
    sender.send({ second: 0 });
    sender.send({ second: 1 });
    for (let n = 0; n < 400; n++) {
      sender.send({ second: 120 + n, source: 'ahead', receivedSecond: 1 });
      sender.send({ second: 120 + n, source: 'ahead', sourceIp: '192.0.2.2', receivedSecond: 1 });
    }
    expect(sender.send({ second: 2 })).toMatchObject([{ timeMs: startMs + 2_000, count: 3 }]);
  });

  it('an event years ahead counts at the time it was accepted', () => {
    const sender = new Sender();
    sender.send({ second: 0 });
    sender.send({ second: 1 });
    const years = 10 * 365 * 86_400;
    expect(sender.send({ second: years, source: 'liar', receivedSecond: 2 })).toMatchObject([
      { timeMs: startMs + 2_000, count: 3 },
    ]);
  });

  it('a source far behind evicts nothing, and is counted in its own time', () => {
    const sender = new Sender();
    sender.send({ second: 0 });
    sender.send({ second: 1 });
    const old = -5 * 365 * 86_400;
    const found = [0, 1, 2].flatMap((n) => sender.send({ second: old + n, source: 'replay', receivedSecond: 1 }));
    expect(found).toMatchObject([{ timeMs: startMs + (old + 2) * 1_000, count: 3 }]);
    expect(sender.send({ second: 2 })).toMatchObject([{ count: 3 }]);
    expect(sender.state.stats.lateHits).toBe(0);
  });

  it('late events are counted over what is kept', () => {
    const sender = new Sender();
    sender.send({ second: 1_000 });
    sender.send({ second: 600, receivedSecond: 1_000 });
    expect(sender.state.stats.lateHits).toBe(1);
    sender.send({ second: 701, receivedSecond: 1_000 });
    expect(sender.state.stats.lateHits).toBe(1);
  });

  it('a source that falls silent holds the floor for ten minutes of accept time', () => {
    const sender = new Sender();
    sender.send({ second: 0, source: 'silent', sourceIp: '192.0.2.9' });
    for (let second = 0; second < 590; second++) sender.send({ second });
    expect(sender.state.stats).toMatchObject({ sources: 2, groups: 2 });
    for (let second = 590; second < 1_600; second++) sender.send({ second });
    expect(sender.state.stats).toMatchObject({ sources: 1, groups: 1 });
  });
});

describe('floods', () => {
  it('of events leave no more entries than decide, and lose no match', () => {
    const sender = new Sender();
    const found = Array.from({ length: 20_000 }, (_, n) => sender.send({ second: n / 100 })).flat();
    expect(found).toHaveLength(19_998);
    expect(found.reduce((sum, match) => sum + match.addedCount, 0)).toBe(20_000);
    expect(sender.state.stats.entries).toBeLessThan(100);
    expect(sender.state.takeDirty()[0]?.bytes?.length).toBeLessThan(1_500);
  });

  it.each(['value_count', 'temporal', 'temporal_ordered'] as const)('of %s as well', (type) => {
    const conditions = [{ op: 'gte' as const, value: type === 'value_count' ? 20 : 2 }];
    const fields = type === 'value_count' ? ['value'] : [];
    const rule = correlationRule({ type, fields, conditions, rules: type === 'value_count' ? ['a'] : ['a', 'b'] });
    const sender = new Sender([rule]);
    for (let n = 0; n < 20_000; n++) sender.send({ second: n / 100, value: n % 7 });
    expect(sender.state.stats.entries).toBeLessThan(1_100);
    expect(sender.state.stats.entriesDropped).toBe(0);
  });

  it('of values are kept up to the bound, the oldest leave and are counted', () => {
    const rule = correlationRule({ type: 'value_sum', fields: ['value'], conditions: [{ op: 'gte', value: 1e9 }] });
    const sender = new Sender([rule], { maxEntriesPerGroup: 1_000 });
    for (let n = 0; n < 5_000; n++) sender.send({ second: n / 100 });
    const { entries, entriesDropped } = sender.state.stats;
    expect(entries).toBeLessThanOrEqual(1_000);
    expect(entries + entriesDropped).toBe(5_000);
  });

  it('of values dated ahead give way before those of the present', () => {
    const rule = correlationRule({ type: 'value_sum', fields: ['value'], conditions: [{ op: 'gte', value: 1e9 }] });
    const sender = new Sender([rule], { maxEntriesPerGroup: 100 });
    sender.send({ second: 0, value: 5e8 });
    for (let n = 0; n < 5_000; n++) sender.send({ second: 30 + n / 100, receivedSecond: 0, value: 0 });
    expect(sender.send({ second: 1, value: 5e8 })).toMatchObject([{ value: 1e9 }]);
  });

  it('reach a threshold that is larger than the entries of a group', () => {
    const sender = new Sender([correlationRule({ conditions: [{ op: 'gte', value: 40_000 }] })]);
    const found: number[] = [];
    for (let n = 1; n <= 45_000; n++) if (sender.send({ second: n / 1_000 }).length > 0) found.push(n);
    expect(found[0]).toBe(40_000);
    expect(sender.state.stats.entries).toBeLessThanOrEqual(10_000);
  });

  it('of groups are bounded, the least recently touched leave and are counted', () => {
    const sender = new Sender(undefined, { maxGroups: 100 });
    for (let n = 0; n < 1_000; n++) {
      sender.send({ second: n / 100, sourceIp: `192.0.2.${n}` });
      if (n % 50 === 0) sender.send({ second: n / 100, sourceIp: 'busy' });
    }
    expect(sender.state.stats).toMatchObject({ groups: 100, groupsEvicted: 901 });
    expect(sender.send({ second: 10, sourceIp: 'busy' })).toHaveLength(1);
    const rows = sender.state.takeDirty();
    expect(rows.filter((row) => row.bytes === null)).toHaveLength(901);
    expect(rows.filter((row) => row.bytes !== null && row.ruleId === 'correlation')).toHaveLength(100);
  });

  it('of groups are bounded by their entries too', () => {
    const sender = new Sender(undefined, { maxEntries: 50 });
    for (let n = 0; n < 1_000; n++) sender.send({ second: n / 100, sourceIp: `192.0.2.${n % 200}` });
    expect(sender.state.stats.entries).toBeLessThanOrEqual(50);
  });

  it('of sources are bounded, the least recently heard leave and are counted', () => {
    const sender = new Sender(undefined, { maxSources: 10 });
    for (let n = 0; n < 100; n++) sender.send({ second: 1, source: `host-${n}` });
    expect(sender.state.stats).toMatchObject({ sources: 10, sourcesEvicted: 90 });
  });

  it('of late events into a full window end after a bounded number of looks', () => {
    const rule = correlationRule({ type: 'value_avg', fields: ['value'], conditions: [{ op: 'gt', value: 1 }] });
    const sender = new Sender([rule], { maxVisits: 5_000 });
    for (let n = 0; n < 1_000; n++) sender.send({ second: n / 20, value: 0.5 });
    sender.send({ second: 0, value: 0 });
    expect(sender.state.stats.evaluationsCut).toBe(1);
  });

  it('leave dead groups behind that are cleared away step by step', () => {
    const sender = new Sender();
    for (let n = 0; n < 1_000; n++) sender.send({ second: 0, sourceIp: `192.0.2.${n}` });
    sender.state.takeDirty();
    for (let n = 0; n < 600; n++) sender.send({ second: 3_600 + n, sourceIp: 'busy' });
    expect(sender.state.stats.groups).toBe(1);
    expect(sender.state.takeDirty().filter((row) => row.bytes === null)).toHaveLength(1_000);
  });
});

it('drops dead groups of rules that nothing matches any longer when asked to', () => {
  const sender = new Sender([correlationRule(), correlationRule({ id: 'other', rules: ['b'] })]);
  for (let n = 0; n < 10; n++) sender.send({ second: 0, sourceIp: `192.0.2.${n}` });
  const hit = hitOf({ ruleId: 'b', eventId: 'b', timeMs: startMs + 3_600_000, fields: { sourceIp: '192.0.2.1' } });
  sender.correlator.observe(sender.state, hit);
  expect(sender.state.stats.groups).toBe(11);
  sender.correlator.purge(sender.state, 4);
  expect(sender.state.stats.groups).toBe(7);
  sender.correlator.purge(sender.state, 100);
  expect(sender.state.stats.groups).toBe(1);
});

describe('changed rules', () => {
  it('go on with the windows they have when a threshold or the span changes', () => {
    const sender = new Sender();
    sender.send({ second: 0 });
    sender.send({ second: 1 });
    const changed = correlationRule({ conditions: [{ op: 'gte', value: 4 }], timespanMs: 10 * minuteMs });
    const next = new Sender([changed]);
    next.state = sender.state;
    expect([next.send({ second: 2 }), next.send({ second: 100 })].map((found) => found.length)).toEqual([0, 1]);
  });

  it('start anew when what they count changes', () => {
    const sender = new Sender();
    sender.send({ second: 0 });
    sender.send({ second: 1 });
    const next = new Sender([correlationRule({ rules: ['a', 'b'] })]);
    next.state = sender.state;
    expect(next.send({ second: 2 })).toEqual([]);
    expect(next.state.stats.entries).toBe(1);
  });

  it('leave no groups of rules that are gone', () => {
    const sender = new Sender();
    sender.send({ second: 0 });
    const next = new Sender([correlationRule({ id: 'another' })]);
    next.state = sender.state;
    for (let n = 0; n < 5; n++) next.send({ second: n });
    const gone = next.state.takeDirty().filter((row) => row.bytes === null);
    expect(gone.map((row) => row.ruleId)).toEqual(['correlation']);
  });
});

describe('a checkpoint', () => {
  it('that cannot be read is refused, counted and marked as gone', () => {
    const { state } = new Sender();
    const random = seededRandom(7);
    const garbage = () =>
      Buffer.from(Array.from({ length: Math.floor(random() * 60) }, () => Math.floor(random() * 256)));
    for (let n = 0; n < 500; n++) {
      const bytes = garbage();
      bytes[0] = n % 2;
      expect(state.restore(n % 3 === 0 ? SOURCES_CHECKPOINT : 'correlation', `hash-${n}`, bytes)).toEqual(
        expect.any(Boolean),
      );
    }
    expect(state.restore('correlation', 'other', Buffer.from([99]))).toBe(false);
    expect(state.stats.restoresRefused).toBeGreaterThan(400);
    expect(state.takeDirty()).toContainEqual({ ruleId: 'correlation', groupHash: 'other', bytes: null });
  });

  it('cut short is refused', () => {
    const sender = new Sender();
    for (let n = 0; n < 5; n++) sender.send({ second: n });
    const [row] = sender.state.takeDirty();
    const bytes = row?.bytes as Buffer;
    for (let length = 0; length < bytes.length; length++) {
      expect(new Sender().state.restore('correlation', 'hash', bytes.subarray(0, length))).toBe(false);
    }
    expect(new Sender().state.restore('correlation', 'hash', bytes)).toBe(true);
  });
});
