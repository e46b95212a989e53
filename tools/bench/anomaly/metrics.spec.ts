import { averagePrecision, rocAuc } from './metrics.ts';
import { readAit } from './read-ait.ts';
import { readKdd } from './read-kdd.ts';

const of = (...values: number[]): Float64Array => Float64Array.from(values);

describe('rocAuc', () => {
  it('counts pairs in order, ties half', () => {
    expect(rocAuc(of(3, 4), of(1, 2))).toBe(1);
    expect(rocAuc(of(1), of(2))).toBe(0);
    expect(rocAuc(of(1, 1), of(1, 1, 1))).toBe(0.5);
    expect(rocAuc(of(2, 3), of(1, 2, 4))).toBeCloseTo((1.5 + 2) / 6);
  });
});

describe('averagePrecision', () => {
  it('is the mean precision at each anomaly', () => {
    expect(averagePrecision(of(4, 2), of(3, 1))).toBeCloseTo((1 + 2 / 3) / 2);
    expect(averagePrecision(of(1, 1), of(1, 1))).toBe(0.5);
  });
});

describe('readers', () => {
  it('read quoted names and leave the first day out', () => {
    const lines = ['ts,detector,rule,name,ip,host,time_label,event_label'];
    lines.push('100,wazuh,R1,"a, ""b""",192.0.2.1,web,,', '86600,wazuh,R2,c,192.0.2.1,web,scan,scan');
    const set = readAit(lines, 'x');
    expect(set.event(0)).toMatchObject({ timeMs: 100_000, eventType: 'R1', sourceIp: '192.0.2.1', asset: 'web' });
    expect([...set.labels]).toEqual([0, 1]);
    expect(set.from).toBe(1);
  });

  it('want the label of KDD rows last', () => {
    expect(() => readKdd(['attack,service', ',http'], 'x')).toThrow('last column');
  });
});
