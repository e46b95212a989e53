import { eventAt, ordinaryTraffic, TEST_SEED } from '../../testing/small-company.ts';
import { OrgModel } from './org-model.ts';
import { OWN_MODEL_MOST_BITS, ownModelBits } from './own-model.ts';

function trained(): OrgModel {
  const model = new OrgModel({ orgId: 'a', seed: TEST_SEED });
  for (const event of ordinaryTraffic(0, 1_600)) model.score(event);
  return model;
}

const usual = eventAt(1_600, { user: 'user-1', sourceIp: '10.0.1.11', asset: 'host-1', outcome: 'success' });
const own = (score: number) => ({ ...usual, ownModel: { model: 'fraud', score } });

describe('an own model', () => {
  it('speaks in bits, within a bound', () => {
    expect([0, 0.5, 0.99].map((score) => Math.round(ownModelBits(score) * 10) / 10)).toEqual([0, 1, 6.6]);
    expect([1, 7].map(ownModelBits)).toEqual([OWN_MODEL_MOST_BITS, OWN_MODEL_MOST_BITS]);
  });

  it('adds exactly its bits to the raw score, and a reason in words', () => {
    const without = trained().score(usual);
    const { bits, anomalyScore, reasons } = trained().score(own(0.97));
    expect(bits - without.bits).toBeCloseTo(ownModelBits(0.97), 12);
    expect(anomalyScore).toBeGreaterThan(without.anomalyScore);
    expect(reasons.find(({ code }) => code === 'own_model')).toMatchObject({
      aspect: 'own_model',
      fields: { model: 'fraud' },
      bits: ownModelBits(0.97),
      text: 'your own model fraud: rates this event 0.97, where 1 is the most unusual',
    });
  });

  it('that finds nothing changes nothing', () => {
    expect(trained().score(own(0)).bits).toBe(trained().score(usual).bits);
  });

  it('cannot drown what this model finds', () => {
    const strange = eventAt(1_600, { eventType: 'privilege_change', user: 'nobody', asset: 'vault', action: 'grant' });
    expect(trained().score(strange).bits).toBeGreaterThan(OWN_MODEL_MOST_BITS);
  });

  it('may be judged like any reason', () => {
    const model = trained();
    const { reasons } = model.score(own(0.97));
    const verdict = { verdictId: 'v', analyst: 'ann', atMs: usual.timeMs, kind: 'false_positive' as const, reasons };
    expect(model.applyVerdict(verdict)).toMatchObject({ kind: 'applied' });
  });
});
