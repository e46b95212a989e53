import { measureLoad } from './measure-load.ts';
import type { RulesPlan } from './rules-plan.ts';

/** A process that measures one thing, so that nothing else weighs or runs in it. */
process.once('message', async (plan: RulesPlan) => {
  const result =
    plan.kind === 'load' ? await measureLoad(plan) : (await import('./measure-speed.ts')).measureSpeed(plan);
  process.send?.(result, () => process.disconnect());
});
