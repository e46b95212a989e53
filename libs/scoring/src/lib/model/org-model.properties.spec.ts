import fc from 'fast-check';
import { decodeModel, encodeModel } from '../codec/model-codec.ts';
import { eventAt, ordinaryTraffic, TEST_SEED } from '../../testing/small-company.ts';
import { modelBytes } from './model-bytes.ts';
import { OrgModel } from './org-model.ts';
import type { ScoringEvent } from './scoring-event.ts';

const text = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const eventArbitrary: fc.Arbitrary<ScoringEvent> = fc
  .record({
    minute: fc.integer({ min: 0, max: 3_000 }),
    eventType: text,
    fields: fc.record(
      { user: text, asset: text, sourceIp: fc.constantFrom('10.0.0.1', '10.0.0.2', '2001:db8::1') },
      { requiredKeys: [] },
    ),
    value: fc.option(fc.oneof(fc.double(), text), { nil: undefined }),
  })
  .map(({ minute, eventType, fields, value }) => ({
    ...eventAt(minute, { eventType, ...fields }),
    ...(value === undefined ? {} : { values: [{ field: 'x', value }] }),
  }));
const stream = fc
  .array(eventArbitrary, { minLength: 1, maxLength: 120 })
  .map((events) => events.sort((a, b) => a.timeMs - b.timeMs));

const fresh = (): OrgModel => new OrgModel({ orgId: 'a', seed: TEST_SEED });
const restored = (model: OrgModel): OrgModel => {
  const decoded = decodeModel(encodeModel(model, { epoch: 1, position: {} }), { orgId: 'a' });
  if (decoded.kind !== 'ok') throw new Error(decoded.detail);
  return decoded.model;
};

describe('OrgModel, whatever comes', () => {
  it('goes on after a restore as if nothing had happened, bit by bit', () => {
    fc.assert(
      fc.property(stream, fc.nat(), (events, at) => {
        const split = at % events.length;
        const unbroken = fresh();
        const whole = events.map((event) => unbroken.score(event));
        let model = fresh();
        const parts = events.map((event, index) => {
          if (index === split) model = restored(model);
          return model.score(event);
        });
        expect(parts).toStrictEqual(whole);
        expect(encodeModel(model, { epoch: 1, position: {} })).toEqual(
          encodeModel(unbroken, { epoch: 1, position: {} }),
        );
      }),
      { numRuns: 25 },
    );
  });

  it('scores before it learns: an event never looks more ordinary because of itself', () => {
    fc.assert(
      fc.property(stream, eventArbitrary, (events, probe) => {
        const model = fresh();
        for (const event of events) model.score(event);
        const last = { ...probe, timeMs: model.tick * 60_000, receivedAtMs: model.tick * 60_000 };
        const late = { ...last, timeMs: last.timeMs - 3_600_000 };
        // A late event is scored by the same state and not learned.
        expect(model.score(late).bits).toBe(model.score(last).bits);
      }),
      { numRuns: 25 },
    );
  });

  it('gives scores, tails and confidences within their bounds', () => {
    fc.assert(
      fc.property(stream, (events) => {
        const model = fresh();
        for (const event of events) {
          const { anomalyScore, tail, confidence, bits, floodShare } = model.score(event);
          expect(anomalyScore).toBeGreaterThanOrEqual(0);
          expect(anomalyScore).toBeLessThanOrEqual(100);
          expect(tail).toBeGreaterThan(0);
          expect(tail).toBeLessThanOrEqual(1);
          expect(confidence).toBeGreaterThanOrEqual(0);
          expect(confidence).toBeLessThanOrEqual(1);
          expect(Number.isFinite(bits) && bits >= 0).toBe(true);
          expect(floodShare).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('needs no more memory however many keys there are', () => {
    const model = fresh();
    const before = modelBytes(model);
    for (let index = 0; index < 5_000; index++) {
      model.score(eventAt(0, { user: `u${index}`, asset: `h${index}`, sourceIp: `10.${index >> 8}.${index & 255}.1` }));
    }
    expect(modelBytes(model)).toBe(before);
    expect(before).toBeLessThan(400_000);
  });

  it('grows with lasting variety to a bound, without forgetting', () => {
    const model = fresh();
    for (const event of ordinaryTraffic(0, 1_500)) model.score(event);
    const usual = eventAt(1_600, { user: 'user-0', asset: 'host-0', sourceIp: '10.0.0.10', outcome: 'success' });
    const before = model.score(usual).bits;
    for (let index = 0; index < 40_000; index++) {
      model.score(
        eventAt(1_600 + Math.floor(index / 200), {
          user: `u${index}`,
          asset: `h${index}`,
          sourceIp: `h${index % 500}`,
        }),
      );
    }
    expect(model.sizeClass).not.toBe('S');
    expect(modelBytes(model)).toBeLessThan(2_100_000);
    expect(
      model.score({
        ...usual,
        ...eventAt(1_910, usual),
        timeMs: usual.timeMs + 310 * 60_000,
        receivedAtMs: usual.timeMs + 310 * 60_000,
      }).bits,
    ).toBeLessThan(before + 6);
  });
});
