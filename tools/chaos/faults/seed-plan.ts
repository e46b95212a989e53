import { createHash } from 'node:crypto';
import type { ChaosOptions } from '../chaos-options.ts';
import { faultPlan, type FaultKind, type FaultPlan } from './fault-plan.ts';
import { canCutOff } from './packet-filter.ts';
import { withTargets } from './services.ts';

const DURATION_MS = 40_000;
const QUICK_MS = 12_000;

/** What seeds draw on this machine. */
export interface Planner {
  planOf: (seed: number) => FaultPlan;
  /** What cannot be done here, and why. */
  notes: readonly string[];
}

export async function openPlanner({ isQuick, isTls }: Pick<ChaosOptions, 'isQuick' | 'isTls'>): Promise<Planner> {
  const without = new Map<FaultKind, string>();
  if (!(await canCutOff())) without.set('master_cut_off', 'no master was cut off: that takes iptables and its rights');
  if (isTls) without.set('master_parted', 'no master was parted from the others: they speak TLS');
  const durationMs = isQuick ? QUICK_MS : DURATION_MS;
  const draw = (seed: number): FaultPlan => faultPlan(seed, { durationMs, without: new Set(without.keys()) });
  return {
    planOf: (seed) => withTargets(seed, draw),
    notes: [...without.values()],
  };
}

/** Seeds of equal plans met the same faults at the same times. */
export function planHash(plan: FaultPlan): string {
  return createHash('sha256').update(JSON.stringify(plan)).digest('hex');
}
