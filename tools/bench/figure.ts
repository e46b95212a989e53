/** A measured number as a suite reports it; its goal comes from goals.json. */
export interface Measured {
  /** snake_case; the unit may be part of it. */
  name: string;
  value: number;
  unit: string;
  /** Something measured in the same run that puts the value into proportion. */
  baseline?: { name: string; value: number };
  /** Lowest and highest of the rounds of which `value` is the median. */
  spread?: { min: number; max: number; rounds: number };
}

/** A measured number beside its goal. */
export interface Figure extends Measured {
  /** The bound of goals.json; null when nothing is promised. */
  goal: number | null;
  /** The upper bound, where `goal` is a lower one. */
  goalMost?: number;
  /** Null without a goal. */
  met: boolean | null;
  /** A bar below the goal that has to hold in any case. */
  floor?: { bound: number; isMet: boolean };
  /** `value` over the baseline's value, null without one. */
  ratio: number | null;
}

/** What a suite hands back. */
export interface SuiteResult {
  figures: Measured[];
  /** Conditions of the run, and what looks odd about it. */
  notes: string[];
  /** Broken promises that no figure shows; any of them fails the run. */
  failures: string[];
}
