import { faultPlan, type FaultPlan } from './fault-plan.ts';
import { FAULTS_OF_ONE, hasOnlookers, ONLOOKERS, SERVICES, withTargets } from './services.ts';

const draw = (seed: number): FaultPlan => faultPlan(seed, { durationMs: 40_000, without: new Set() });
const seeds = Array.from({ length: 50 }, (_, index) => index + 1);

describe('withTargets', () => {
  it.each(FAULTS_OF_ONE)('has %s meet every service in fifty seeds', (kind) => {
    const met = seeds.flatMap((seed) =>
      withTargets(seed, draw).service.flatMap((fault) => (fault.kind === kind ? [fault.app] : [])),
    );
    expect([...new Set(met)].sort()).toEqual([...SERVICES].sort());
  });

  it('names services that run in that seed, and none for faults that meet no single one', () => {
    for (const seed of seeds) {
      for (const { kind, app } of withTargets(seed, draw).service) {
        expect(app !== undefined).toBe(FAULTS_OF_ONE.some((one) => one === kind));
        if (!hasOnlookers(seed)) expect(ONLOOKERS).not.toContain(app);
      }
    }
  });

  it('names the same for a seed every time, and leaves the rest of its plan as it was drawn', () => {
    const plan = withTargets(7, draw);
    expect(withTargets(7, draw)).toEqual(plan);
    expect(plan).toMatchObject(draw(7));
  });
});
