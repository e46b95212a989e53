import goals from './goals.json' with { type: 'json' };
import type { Figure, Measured } from './figure.ts';

/** A promise about one figure, in the words of the issue that makes it; with both bounds it has to lie between them. */
export interface Goal {
  atLeast?: number;
  atMost?: number;
  /** What an earlier issue promised, less than the goal. */
  floor?: number;
  quote: string;
  issue: number;
}

const goalsBySuite: Readonly<Record<string, Readonly<Record<string, Goal>>>> = goals;

/** Suites about which something is promised. */
export const SUITES_WITH_GOALS: readonly string[] = Object.keys(goalsBySuite);

/** Promises about a suite's figures, by figure name. */
export function goalsOf(suite: string): Readonly<Record<string, Goal>> {
  return goalsBySuite[suite] ?? {};
}

/** Sets the figures of a suite beside its goals. */
export function judge(suite: string, measured: readonly Measured[]): Figure[] {
  const known = goalsOf(suite);
  return measured.map((one) => {
    const goal = known[one.name];
    return {
      ...one,
      goal: goal?.atLeast ?? goal?.atMost ?? null,
      ...(goal?.atLeast === undefined || goal.atMost === undefined ? {} : { goalMost: goal.atMost }),
      met: goal === undefined ? null : isMet(goal, one.value),
      ...(goal?.floor === undefined
        ? {}
        : { floor: { bound: goal.floor, isMet: isFloorMet(goal, goal.floor, one.value) } }),
      // What is a ratio already stands beside what went into it.
      ratio: one.baseline === undefined || one.unit === '×' ? null : one.value / one.baseline.value,
    };
  });
}

function isFloorMet({ atLeast }: Goal, floor: number, value: number): boolean {
  return atLeast === undefined ? value <= floor : value >= floor;
}

function isMet({ atLeast = -Infinity, atMost = Infinity }: Goal, value: number): boolean {
  return value >= atLeast && value <= atMost;
}
