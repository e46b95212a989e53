import type { Rule, RulePack } from '../model/rule.ts';
import type { EventSource, SigmaEvent } from '../model/sigma-event.ts';
import { compileRules } from './compile-rules.ts';
import { KEYWORDS, type CompiledRules, type CompiledUnit } from './compiled-rules.ts';
import { EventView, type PathField } from './event-view.ts';
import { HitList } from './hit-list.ts';
import { matchesLogSource } from './log-source.ts';
import { RuleStore } from './rule-store.ts';
import { UnitIndex, type SharedIndex } from './unit-index.ts';
import { CacheBudget } from './value-cache.ts';

/** Sources remembered; beyond, all are forgotten and found again. */
const MAX_ROUTES = 1_024;

/** The units that look at events of one source. */
interface Route {
  units: readonly UnitIndex[];
  paths: readonly PathField[];
}

export interface RuleSetOptions {
  /** Remember what short values reported (default true). */
  hasCache?: boolean;
}

export interface RuleSetStats {
  ruleCount: number;
  unitCount: number;
  /** Units that an event has come for. */
  attachedUnitCount: number;
  /** Bytes of the compiled numbers. */
  poolBytes: number;
  eventCount: number;
  /** Rules looked at one by one; a match is one of them. */
  candidateCount: number;
  matchCount: number;
  /** Characters that automata read or leapt from. */
  scanStepCount: number;
  cacheEntries: number;
  cacheBytes: number;
  cacheHits: number;
  cacheMisses: number;
  /** Patterns that the regex engine in use refuses; they match nothing. */
  brokenPatternCount: number;
}

/** The compiled rules of a pack. Immutable: a new version of the pack is a new set that takes its place. */
export class RuleSet {
  /** The rules of the pack by index, correlations as well. */
  readonly rules: RuleStore;
  readonly #compiled: CompiledRules;
  readonly #shared: SharedIndex;
  readonly #view: EventView;
  readonly #units: (UnitIndex | undefined)[];
  readonly #routes = new Map<string, Route>();
  #everything: Route | undefined;
  #eventCount = 0;
  #candidateCount = 0;
  #matchCount = 0;

  constructor(compiled: CompiledRules, rules: RuleStore, { hasCache = true }: RuleSetOptions = {}) {
    this.rules = rules;
    this.#compiled = compiled;
    this.#view = new EventView(compiled.fieldNames);
    const numbers = new Map(compiled.fieldNames.map((name, number) => [name, number]));
    this.#shared = {
      pool: compiled.pool,
      fieldCount: compiled.fieldNames.length,
      fieldOf: (name) => numbers.get(name),
      hits: new HitList(),
      text: { units: new Uint16Array(), start: 0, end: 0 },
      budget: hasCache ? new CacheBudget() : undefined,
    };
    this.#units = compiled.units.map(() => undefined);
  }

  /** Compiles at once, which takes a second for thousands of rules: `buildRuleSetInWorker` does it elsewhere. */
  static fromPack(pack: Pick<RulePack, 'rules'>, options?: RuleSetOptions): RuleSet {
    return new RuleSet(compileRules(pack.rules), RuleStore.of(pack.rules), options);
  }

  /**
   * Finds the detections that match an event and whose log source it belongs to.
   *
   * @param out replaced by their indexes in the pack's rules, ascending
   * @returns how many there are
   */
  match(event: SigmaEvent, out: number[]): number {
    return this.#run(this.#routeOf(event.source), event, out);
  }

  /** As `match`, whatever the log sources: many times slower. */
  matchUnrouted(event: SigmaEvent, out: number[]): number {
    this.#everything ??= this.#routeFor(this.#compiled.units.map((_, number) => number));
    return this.#run(this.#everything, event, out);
  }

  /** The rule at an index that `match` gave. */
  rule(index: number): Rule {
    return this.rules.rule(index);
  }

  stats(): RuleSetStats {
    const budget = this.#shared.budget;
    const attached = this.#units.filter((unit) => unit !== undefined);
    return {
      ruleCount: this.#compiled.units.reduce((sum, { rules }) => sum + rules.length, 0),
      unitCount: this.#units.length,
      attachedUnitCount: attached.length,
      poolBytes: this.#compiled.pool.byteLength,
      eventCount: this.#eventCount,
      candidateCount: this.#candidateCount,
      matchCount: this.#matchCount,
      scanStepCount: this.#shared.hits.steps,
      cacheEntries: budget?.entries ?? 0,
      cacheBytes: budget?.bytes ?? 0,
      cacheHits: budget?.hits ?? 0,
      cacheMisses: budget?.misses ?? 0,
      brokenPatternCount: attached.reduce((sum, unit) => sum + unit.brokenPatternCount, 0),
    };
  }

  #run({ units, paths }: Route, event: SigmaEvent, out: number[]): number {
    out.length = 0;
    this.#view.load(event, paths);
    for (const unit of units) this.#candidateCount += unit.match(this.#view, out);
    this.#view.clear();
    this.#eventCount++;
    this.#matchCount += out.length;
    if (out.length > 1) out.sort(ascending);
    return out.length;
  }

  #routeOf(source: EventSource): Route {
    let route = this.#routes.get(source.key);
    if (route === undefined) {
      const { units } = this.#compiled;
      const numbers = units.flatMap((unit, number) => (matchesLogSource(unit.logSource, source) ? [number] : []));
      route = this.#routeFor(numbers);
      if (this.#routes.size >= MAX_ROUTES) this.#routes.clear();
      this.#routes.set(source.key, route);
    }
    return route;
  }

  #routeFor(numbers: readonly number[]): Route {
    const { fieldNames, units } = this.#compiled;
    const fields = new Set(
      numbers.flatMap((number) => (units[number] as CompiledUnit).fields.map(({ field }) => field)),
    );
    fields.delete(KEYWORDS);
    const paths = [...fields].map((field) => ({ field, name: fieldNames[field] as string }));
    return {
      units: numbers.map((number) => this.#unit(number)),
      paths: paths.filter(({ name }) => name.includes('.')),
    };
  }

  #unit(number: number): UnitIndex {
    return (this.#units[number] ??= new UnitIndex(this.#shared, this.#compiled.units[number] as CompiledUnit));
  }
}

function ascending(left: number, right: number): number {
  return left - right;
}
