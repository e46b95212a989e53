import { KeyedHash } from '../hash/keyed-hash.ts';
import type { ReasonFamily } from '../explain/reason.ts';
import type { OrgModel } from '../model/org-model.ts';
import { TICK_MS } from '../model/scoring-config.ts';
import type { FeedbackState } from './feedback-state.ts';
import { keysOfReason } from './keys-of-reason.ts';
import type { Verdict, VerdictResult } from './verdict.ts';
import { LEAST_VERDICTS, WeightLearner } from './weight-learner.ts';

const DAY_MS = 86_400_000;
/** Marks end after 30 days. */
const MARK_TICKS = (30 * DAY_MS) / TICK_MS;
/** What one analyst can change in a day: keys marked, and the sum of weight changes. */
export const MARKS_PER_DAY = 50;
export const MOVE_PER_DAY = 0.1;
const REMEMBERED_VERDICTS = 512;
const MOST_ANALYSTS = 128;

interface Allowance {
  day: number;
  marks: number;
  moved: number;
}

/** Lets verdicts change the model within bounds. Deterministic: the same verdicts in the same order do the same. */
export class Feedback {
  readonly #model: OrgModel;
  readonly #hash: KeyedHash;
  readonly #learner = new WeightLearner();
  readonly #verdicts = new Set<number>();
  readonly #analysts = new Map<number, Allowance>();
  #count = 0;

  constructor(model: OrgModel) {
    this.#model = model;
    this.#hash = new KeyedHash([model.seed[1] as number, model.seed[0] as number]);
  }

  apply(verdict: Verdict): VerdictResult {
    const id = this.#hash.text(verdict.verdictId);
    if (this.#verdicts.has(id)) return { kind: 'duplicate', marked: 0, isWeighed: false };
    const allowance = this.#allowanceOf(verdict);
    const all = verdict.reasons.flatMap((reason) => keysOfReason(this.#model.keys, reason));
    const keys = new Map(all.map(({ key, ...place }) => [key, place]));
    if (allowance.marks + keys.size > MARKS_PER_DAY) return { kind: 'over_limit', marked: 0, isWeighed: false };
    allowance.marks += keys.size;
    this.#remember(id);
    const until = Math.floor(verdict.atMs / TICK_MS) + MARK_TICKS;
    for (const [key, place] of keys) {
      if (verdict.kind === 'true_positive') this.#model.marks.freeze(key, until);
      else {
        this.#model.marks.allow(key, until);
        this.#model.sub.makeOrdinary(key, place);
      }
    }
    const moved = this.#weigh(verdict, allowance);
    return { kind: 'applied', marked: keys.size, isWeighed: moved > 0 };
  }

  state(): FeedbackState {
    return {
      verdicts: [...this.#verdicts],
      count: this.#count,
      z: [...this.#learner.z],
      n: [...this.#learner.n],
      analysts: [...this.#analysts].map(([analyst, { day, marks, moved }]) => [analyst, day, marks, moved]),
    };
  }

  /** Of a new model only. */
  restore({ verdicts, count, z, n, analysts }: FeedbackState): void {
    for (const id of verdicts) this.#verdicts.add(id);
    this.#count = count;
    this.#learner.z.set(z);
    this.#learner.n.set(n);
    for (const [analyst, day, marks, moved] of analysts) this.#analysts.set(analyst, { day, marks, moved });
  }

  #weigh({ kind, reasons }: Verdict, allowance: Allowance): number {
    this.#count += 1;
    if (this.#count <= LEAST_VERDICTS) return 0;
    const shares: Partial<Record<ReasonFamily, number>> = {};
    for (const { code, share } of reasons) {
      if (code !== 'own_model') shares[code] = (shares[code] ?? 0) + Math.min(1, Math.max(0, share));
    }
    const left = Math.max(0, MOVE_PER_DAY - allowance.moved);
    const moved = this.#learner.learn(this.#model.weights, shares, kind === 'true_positive', left);
    allowance.moved += moved;
    return moved;
  }

  #allowanceOf({ analyst, atMs }: Verdict): Allowance {
    const id = this.#hash.text(analyst);
    const day = Math.floor(atMs / DAY_MS);
    let allowance = this.#analysts.get(id);
    if (allowance === undefined || allowance.day < day) allowance = { day, marks: 0, moved: 0 };
    this.#analysts.delete(id);
    this.#analysts.set(id, allowance);
    if (this.#analysts.size > MOST_ANALYSTS) this.#analysts.delete(this.#analysts.keys().next().value as number);
    return allowance;
  }

  #remember(id: number): void {
    this.#verdicts.add(id);
    if (this.#verdicts.size > REMEMBERED_VERDICTS)
      this.#verdicts.delete(this.#verdicts.values().next().value as number);
  }
}
