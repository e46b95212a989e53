import { eventAt, ordinaryTraffic, START_MS, TEST_SEED } from '../../testing/small-company.ts';
import { FAMILY } from '../explain/reason.ts';
import { OrgModel } from '../model/org-model.ts';
import type { Score } from '../model/score.ts';
import { MARKS_PER_DAY, MOVE_PER_DAY } from './feedback.ts';
import type { Verdict } from './verdict.ts';

const DAY = 1_600;
const atMs = START_MS + DAY * 60_000;
const strange = eventAt(DAY, { user: 'user-2', sourceIp: '203.0.113.9', asset: 'db-02', outcome: 'success' });

function trained(): OrgModel {
  const model = new OrgModel({ orgId: 'a', seed: TEST_SEED });
  for (const event of ordinaryTraffic(0, DAY)) model.score(event);
  return model;
}

const verdict = (kind: Verdict['kind'], { reasons }: Pick<Score, 'reasons'>, id = 'v1', analyst = 'anna'): Verdict => ({
  verdictId: id,
  analyst,
  atMs,
  kind,
  reasons,
});

describe('verdicts', () => {
  it('false positive: what was the reason is none any more', () => {
    const model = trained();
    const before = model.score(strange);
    const result = model.applyVerdict(verdict('false_positive', before));
    expect(result).toMatchObject({ kind: 'applied', marked: 3 });
    const after = model.score(strange);
    expect(after.bits).toBeLessThan(before.bits * 0.8);
    const texts = after.reasons.map(({ text }) => text);
    for (const { text } of before.reasons) expect(texts).not.toContain(text);
  });

  it('true positive: it never becomes ordinary', () => {
    const repeat = (model: OrgModel): number => {
      for (let minute = DAY + 1; minute < DAY + 400; minute++) {
        const timeMs = START_MS + minute * 60_000;
        model.score({ ...strange, timeMs, receivedAtMs: timeMs });
      }
      return model.score({ ...strange, timeMs: model.tick * 60_000, receivedAtMs: model.tick * 60_000 }).bits;
    };
    const model = trained();
    model.applyVerdict(verdict('true_positive', model.score(strange)));
    const unmarked = trained();
    unmarked.score(strange);
    expect(repeat(model)).toBeGreaterThan(2 * repeat(unmarked));
  });

  it('count once', () => {
    const model = trained();
    const score = model.score(strange);
    model.applyVerdict(verdict('false_positive', score));
    expect(model.applyVerdict(verdict('true_positive', score))).toMatchObject({ kind: 'duplicate', marked: 0 });
  });

  it('end after thirty days', () => {
    const model = trained();
    model.applyVerdict(verdict('false_positive', model.score(strange)));
    const timeMs = atMs + 31 * 86_400_000;
    model.score({ ...strange, timeMs, receivedAtMs: timeMs });
    const key = model.keys.aspects.find((one) => one !== 0) as number;
    expect(model.marks.isAllowed(key)).toBe(false);
  });

  it('of one analyst change only so much a day', () => {
    const model = trained();
    const { reasons } = model.score(strange);
    const kinds = Array.from({ length: 100 }, (_, at) => {
      const own = reasons.map((reason) => ({
        ...reason,
        fields: { ...reason.fields, asset: `host-${at}`, user: `u-${at}` },
      }));
      return model.applyVerdict(verdict('false_positive', { reasons: own }, `v${at}`)).kind;
    });
    expect(kinds).toContain('over_limit');
    expect(model.marks.allowed.size).toBeLessThanOrEqual(MARKS_PER_DAY);
    expect(model.applyVerdict(verdict('false_positive', { reasons }, 'other', 'ben')).kind).toBe('applied');
  });

  it('move the weights from the twenty-first on, within bounds', () => {
    const model = trained();
    const { reasons } = model.score(strange);
    const hours = reasons.map((reason) => ({ ...reason, code: 'rarity' as const, aspect: 'week' }));
    for (let at = 0; at < 20; at++) model.applyVerdict(verdict('false_positive', { reasons: hours }, `v${at}`));
    expect([...model.weights.values]).toEqual([1, 1, 1, 1, 1]);
    for (let at = 20; at < 200; at++) model.applyVerdict(verdict('false_positive', { reasons: hours }, `v${at}`));
    expect(model.weights.values[FAMILY.rarity]).toBeLessThan(1);
    expect(model.weights.values[FAMILY.rarity]).toBeGreaterThanOrEqual(1 - MOVE_PER_DAY - 1e-9);
    for (let at = 200; at < 2_000; at++) {
      model.applyVerdict({ ...verdict('false_positive', { reasons: hours }, `v${at}`), atMs: atMs + at * 86_400_000 });
    }
    expect(model.weights.values[FAMILY.rarity]).toBeGreaterThanOrEqual(0.5);
  });

  it('applied again in order to a new model make the same marks and weights', () => {
    const verdicts = Array.from({ length: 40 }, (_, at): Verdict => {
      const reason = {
        code: 'rarity' as const,
        aspect: 'user_asset',
        fields: { user: `u${at}`, asset: 'db' },
        share: 0.7,
      };
      return {
        verdictId: `v${at}`,
        analyst: `a${at % 3}`,
        atMs,
        kind: at % 2 ? 'true_positive' : 'false_positive',
        reasons: [reason],
      };
    });
    const [first, second] = [trained(), trained()];
    for (const one of verdicts) first.applyVerdict(one);
    for (const one of [...verdicts, ...verdicts]) second.applyVerdict(one);
    expect([...second.marks.allowed]).toEqual([...first.marks.allowed]);
    expect([...second.marks.frozen]).toEqual([...first.marks.frozen]);
    expect(second.weights).toEqual(first.weights);
  });
});
