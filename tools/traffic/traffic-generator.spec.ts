import { decodeEvent } from '@redoubt/contracts';
import { pickByWeight, zipfCumulative } from './zipf.ts';
import { OrgPicker, TrafficGenerator } from './traffic-generator.ts';
import type { TrafficItem } from './traffic-item.ts';

const END_MS = Date.UTC(2026, 0, 15, 12);
const take = (count: number, seed = 1): TrafficItem[] =>
  new TrafficGenerator({ seed }).take(count, { endMs: END_MS, spanMs: 3_600_000 });

describe('TrafficGenerator', () => {
  const items = take(5_000);
  const events = items.filter((item) => item.kind === 'event');
  const lines = items.filter((item) => item.kind === 'line');

  it('repeats for a seed and differs between seeds', () => {
    expect(take(500)).toEqual(
      items
        .map((item) => item)
        .slice(0, 0)
        .concat(take(500)),
    );
    expect(take(50, 2)).not.toEqual(take(50, 3));
  });

  it('never repeats an identity', () => {
    expect(new Set(items.map((item) => item.identity)).size).toBe(items.length);
  });

  it('makes events that the contract accepts, known by their own id', () => {
    for (const { body, identity, timeMs } of events) {
      const decoded = decodeEvent(JSON.parse(body));
      expect(decoded).toMatchObject({ ok: true, fields: { externalId: identity, eventTimeMs: timeMs } });
    }
  });

  it('makes events of 300 to 600 bytes', () => {
    const sizes = events.map((item) => Buffer.byteLength(item.body));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(300);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(600);
  });

  it('mixes raw sshd lines, web, Windows and cloud', () => {
    const share = (part: TrafficItem[]) => part.length / items.length;
    expect(share(lines)).toBeGreaterThan(0.2);
    expect(share(events.filter((item) => item.body.includes('"web_request"')))).toBeGreaterThan(0.2);
    expect(share(events.filter((item) => item.body.includes('"Channel":"Security"')))).toBeGreaterThan(0.15);
    expect(share(events.filter((item) => item.body.includes('identity-provider')))).toBeGreaterThan(0.08);
  });

  it('uses documentation and inside addresses only', () => {
    const addresses = items.flatMap((item) => item.body.match(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g) ?? []);
    const foreign = addresses.filter((ip) => !/^(?:203\.0\.113|198\.51\.100|192\.0\.2|10\.\d+\.\d+)\.\d+$/.test(ip));
    expect(foreign).toEqual([]);
  });

  it('tells the attack in order', () => {
    const story = take(400).filter((item) => /203\.0\.113\.66|192\.0\.2\.200|USER=root/.test(item.body));
    const phases = story.map(({ body }) => {
      if (body.includes('Failed password')) return 'guess';
      if (body.includes('Accepted password')) return 'entry';
      if (body.includes('USER=root')) return 'root';
      return (JSON.parse(body) as { eventType: string }).eventType;
    });
    expect([...new Set(phases)]).toEqual([
      'guess',
      'entry',
      'root',
      'privilege_change',
      'process_creation',
      'network_connection',
    ]);
    expect(phases.filter((phase) => phase === 'guess')).toHaveLength(24);
  });

  it('tells of the odd login once', () => {
    const odd = items.filter(({ body }) => body.includes('vault-1'));
    expect(odd.map(({ body }) => (JSON.parse(body) as { eventType: string }).eventType)).toEqual(['successful_login']);
  });

  it('can be told to make JSON only', () => {
    const json = new TrafficGenerator({ seed: 1, isJsonOnly: true }).take(1_000, { endMs: END_MS });
    expect(json.every((item) => item.kind === 'event')).toBe(true);
  });
});

describe('OrgPicker', () => {
  it('sends most from the first and something from the last', () => {
    const picker = new OrgPicker({ seed: 1, count: 100 });
    const counts = new Array<number>(100).fill(0);
    for (let i = 0; i < 50_000; i++) counts[picker.next()]! += 1;
    expect(counts[0]).toBeGreaterThan(8_000);
    expect(counts[0]! / counts[9]!).toBeCloseTo(10, -1);
    expect(counts[99]).toBeGreaterThan(20);
  });

  it('finds the item whose share holds the draw', () => {
    const weights = zipfCumulative(3);
    expect([0, 0.54, 0.55, 0.82, 0.999].map((draw) => pickByWeight(weights, draw))).toEqual([0, 0, 1, 2, 2]);
  });
});
