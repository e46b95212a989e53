import fc from 'fast-check';
import { KeyedHash } from '../hash/keyed-hash.ts';
import { ScoreCalibrator } from '../sketch/score-calibrator.ts';
import { eventAt, TEST_SEED } from '../../testing/small-company.ts';
import { ModelShelf } from './model-shelf.ts';
import { modelBytes } from './model-bytes.ts';
import { networkOf } from './network.ts';
import { NUMBER_BUCKETS, numberBucket } from './number-bucket.ts';
import { OrgModel } from './org-model.ts';
import { readFeatures } from './read-features.ts';
import { scoreOfTail } from './score-scale.ts';
import { threatScore } from './threat-score.ts';

describe('score scale', () => {
  it('goes through its points and never falls', () => {
    const points = [1, 0.5, 0.1, 0.01, 1e-3, 1e-4, 1e-6, 1e-9].map(scoreOfTail);
    expect(points.map((score) => Math.round(score * 1e6) / 1e6)).toEqual([0, 10, 25, 50, 75, 90, 100, 100]);
    fc.assert(
      fc.property(
        fc.double({ min: 1e-8, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (tail, part) => {
          expect(scoreOfTail(tail * part)).toBeGreaterThanOrEqual(scoreOfTail(tail) - 1e-9);
        },
      ),
    );
  });
});

describe('ScoreCalibrator', () => {
  it('gives tails that never rise with the bits', () => {
    const learned = fc.array(fc.tuple(fc.double({ min: 0, max: 70, noNaN: true }), fc.constantFrom(1, 0.05)), {
      maxLength: 300,
    });
    fc.assert(
      fc.property(learned, (all) => {
        const calibrator = new ScoreCalibrator();
        for (const [bits, weight] of all) calibrator.learn(bits, weight);
        let last = 1;
        for (let bits = 0; bits < 70; bits += 0.3) {
          const tail = calibrator.tail(bits);
          expect(tail).toBeGreaterThan(0);
          expect(tail).toBeLessThanOrEqual(last + 1e-12);
          last = tail;
        }
      }),
    );
  });

  it('gives the share where it has seen enough', () => {
    const calibrator = new ScoreCalibrator();
    for (let at = 0; at < 1_000; at++) calibrator.learn(at / 100, 1);
    expect(calibrator.tail(5)).toBeCloseTo(0.5, 1);
    expect(calibrator.tail(9)).toBeCloseTo(0.1, 1);
    expect(calibrator.tail(15)).toBeLessThan(1e-3);
  });
});

describe('keys', () => {
  it('hash texts under their key, alike for alike only', () => {
    const [one, other] = [new KeyedHash([1, 2]), new KeyedHash([1, 3])];
    const texts = Array.from({ length: 20_000 }, (_, at) => `user-${at}`);
    expect(new Set(texts.map((text) => one.text(text))).size).toBeGreaterThan(19_990);
    expect(texts.filter((text) => one.text(text) === other.text(text)).length).toBeLessThan(3);
    expect(new Set(['', 'a', 'a\0', 'ab', 'abc', '\0a'].map((text) => one.text(text))).size).toBe(6);
  });

  it.each([
    ['203.0.113.9', '203.0.113'],
    ['2001:DB8:0:1::5', '2001:db8:0'],
    ['2001:db8::1', '2001:db8:0'],
    ['::1', '0:0:0'],
    ['not an address', 'not an address'],
  ])('take %s for a member of %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it('put any number into a bucket, in order', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.double({ noNaN: true }), (a, b) => {
        const [low, high] = [numberBucket(Math.min(a, b)), numberBucket(Math.max(a, b))];
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThan(NUMBER_BUCKETS);
        expect(low).toBeLessThanOrEqual(high);
      }),
    );
    expect(numberBucket(Number.NaN)).toBe(numberBucket(0));
  });
});

describe('readFeatures', () => {
  it('takes what the organisation opted in, and nothing that is no text or number', () => {
    const payload = { bytes: 12, http: { method: 'GET' }, 'a.b': 'dotted', list: [1], country: 'AT' };
    const fields = { eventType: 'web_request', severity: 'low' as const, destinationIp: '192.0.2.1', payload };
    const optedIn = { web_request: ['bytes', 'http.method', 'a.b', 'list', 'none', '__proto__'] };
    const event = readFeatures(fields, { timeMs: 1, receivedAtMs: 2 }, optedIn);
    expect(event).toMatchObject({ asset: '192.0.2.1', country: 'AT' });
    expect(event.values).toEqual([
      { field: 'bytes', value: 12 },
      { field: 'http.method', value: 'GET' },
      { field: 'a.b', value: 'dotted' },
    ]);
    expect(
      readFeatures({ ...fields, eventType: 'constructor' }, { timeMs: 1, receivedAtMs: 2 }, optedIn).values,
    ).toBeUndefined();
  });
});

describe('threatScore', () => {
  it('is no lower than the anomaly score and rises with each weight', () => {
    expect(threatScore(80, { severity: 'informational' })).toBeCloseTo(80);
    expect(threatScore(0, { severity: 'critical' })).toBeCloseTo(60);
    expect(threatScore(50, { severity: 'high', assetWeight: 0.5, intelWeight: 0.5 })).toBeCloseTo(91.875);
  });
});

describe('ModelShelf', () => {
  const model = (orgId: string): OrgModel => new OrgModel({ orgId, seed: TEST_SEED });

  it('lets the model go that was used longest ago, and hands it over', () => {
    const left: string[] = [];
    const maxBytes = 2.5 * modelBytes(model('x'));
    const shelf = new ModelShelf({ maxBytes, onLeave: ({ orgId }) => left.push(orgId) });
    shelf.put(model('a'));
    shelf.put(model('b'));
    expect(shelf.get('a')?.orgId).toBe('a');
    shelf.put(model('c'));
    expect(shelf.isOverfull).toBe(true);
    shelf.makeRoom();
    expect(left).toEqual(['b']);
    expect(shelf.count).toBe(2);
    expect(shelf.sizeBytes).toBeLessThanOrEqual(maxBytes);
    expect(shelf.take('a')?.orgId).toBe('a');
    expect(left).toEqual(['b']);
    expect(shelf.get('a')).toBeUndefined();
  });

  it('lets no more go at a time than it is asked to, and never the one used last', () => {
    const left: string[] = [];
    const shelf = new ModelShelf({ maxBytes: 1, onLeave: ({ orgId }) => left.push(orgId) });
    for (const orgId of ['a', 'b', 'c']) shelf.put(model(orgId));
    shelf.makeRoom(1);
    expect(left).toEqual(['a']);
    shelf.makeRoom();
    expect(left).toEqual(['a', 'b']);
    expect(shelf).toMatchObject({ count: 1, isOverfull: true });
  });
});

describe('a field that is missing', () => {
  it('is not scored', () => {
    const lone = model();
    lone.score(eventAt(0, {}));
    expect(lone.sub.rarityCount).toBe(1);
  });
});

function model(): OrgModel {
  return new OrgModel({ orgId: 'a', seed: TEST_SEED });
}
