import { faultPlan, REDIS_FAULTS, SERVICE_FAULTS, type FaultKind } from './fault-plan.ts';

const plan = (seed: number, ...without: FaultKind[]) =>
  faultPlan(seed, { durationMs: 40_000, without: new Set(without) });
const seeds = Array.from({ length: 50 }, (_, index) => index + 1);

describe('faultPlan', () => {
  it('is the same for a seed and another for another', () => {
    expect(plan(7)).toEqual(plan(7));
    expect(plan(7)).not.toEqual(plan(8));
  });

  it('has every kind of fault in fifty seeds', () => {
    const kinds = new Set(
      seeds.flatMap((seed) => [...plan(seed).service, ...plan(seed).redis].map(({ kind }) => kind)),
    );
    expect([...kinds].sort()).toEqual([...SERVICE_FAULTS, ...REDIS_FAULTS].sort());
    expect(seeds.filter((seed) => plan(seed).rotate !== undefined)).toHaveLength(10);
  });

  it('lets a fault end before the next one of its kind of target begins', () => {
    for (const faults of seeds.flatMap((seed) => [plan(seed).service, plan(seed).redis])) {
      for (const [index, { atMs }] of faults.entries()) {
        const before = faults[index - 1];
        if (before !== undefined) expect(atMs).toBeGreaterThan(before.atMs + before.holdMs);
      }
    }
  });

  it('leaves out what cannot be done', () => {
    const kinds = seeds.flatMap((seed) => plan(seed, 'master_cut_off').redis.map(({ kind }) => kind));
    expect(kinds).not.toContain('master_cut_off');
    expect(kinds).toContain('master_parted');
  });
});
