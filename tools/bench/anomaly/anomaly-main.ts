import type { AnomalyPlan, AnomalyResult } from './anomaly-plan.ts';
import { measureFile, measureSet } from './measure-quality.ts';
import { measureSpeed } from './measure-speed.ts';

/** A process that measures one thing, so that nothing else weighs or runs in it. */
process.once('message', (plan: AnomalyPlan) => {
  process.send?.(measure(plan), () => process.disconnect());
});

function measure(plan: AnomalyPlan): AnomalyResult {
  if (plan.kind === 'speed') return measureSpeed(plan);
  if (plan.kind === 'file') return measureFile(plan.path, plan.format, plan.seeds);
  return measureSet(plan.set, plan.seeds, plan.isShort);
}
