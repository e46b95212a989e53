import { readFileSync } from 'node:fs';
import type { EventFields } from '@redoubt/contracts';
import {
  evaluateRule,
  EventContext,
  matchesLogSource,
  RuleSet,
  toSigmaEvent,
  type DetectionRule,
  type EventSource,
  type RulePack,
  type SigmaEvent,
} from '@redoubt/sigma';
import { authLines } from './auth-lines.ts';
import { readWindowsLines } from './corpus.ts';
import type { RulesPlan, SpeedResult } from './rules-plan.ts';

const AUTH_EVENTS = 400;
const FEW_RULES = 100;

interface Line {
  json: string;
  source: EventSource;
}

type Pass = (lines: readonly Line[]) => number;

/** Measures matching in turns with what it is compared with, so that all see the same drift of the machine. */
export function measureSpeed(plan: RulesPlan & { kind: 'speed' }): SpeedResult {
  const { rules } = JSON.parse(readFileSync(plan.packFile, 'utf8')) as RulePack;
  const detections = rules.filter((rule) => rule.kind === 'detection');
  const windows = readWindowsLines().map(classifiedLine);
  const auth = authLines(AUTH_EVENTS, plan.seed).map(classifiedLine);
  const set = RuleSet.fromPack({ rules }, { hasCache: false });
  const cached = RuleSet.fromPack({ rules });
  const step = detections.length / FEW_RULES;
  const few = Array.from({ length: FEW_RULES }, (_, index) => detections[Math.floor(index * step)] as DetectionRule);
  const fewSet = RuleSet.fromPack({ rules: few }, { hasCache: false });
  const naive = new NaiveRules(detections);
  const passes = { windows, auth };
  const measured = rounds(plan, passes, {
    parse: parsePass,
    indexed: setPass(set),
    cached: setPass(cached),
    classified: classifyingPass(set),
    naive: (lines) => naive.pass(lines),
    hundredRules: setPass(fewSet),
  });
  const { cacheHits, cacheMisses } = cached.stats();
  return {
    kind: 'speed',
    windows: measured.windows,
    auth: measured.auth,
    windowsEvents: windows.length,
    windowsBytes: meanBytes(windows),
    authBytes: meanBytes(auth),
    ruleCount: detections.length,
    differences: [...windows, ...auth].filter((line) => !naive.agrees(set, line)).length,
    stats: set.stats(),
    cacheHitRate: cacheHits / (cacheHits + cacheMisses),
  };
}

function rounds<K extends string>(
  plan: RulesPlan & { kind: 'speed' },
  lines: Record<'windows' | 'auth', readonly Line[]>,
  passes: Record<K, Pass>,
): Record<'windows' | 'auth', Record<K, number[]>> {
  const names = Object.keys(passes) as K[];
  const empty = (): Record<K, number[]> =>
    Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<K, number[]>;
  const results = { windows: empty(), auth: empty() };
  // The first round lets the compiler see the code and is not counted.
  for (let round = 0; round <= plan.rounds; round++) {
    for (const kind of ['windows', 'auth'] as const) {
      for (const name of round % 2 === 0 ? names : names.toReversed()) {
        const count = name === 'naive' ? 1 : plan.passes;
        const us = cpuUsPerEvent(passes[name], lines[kind], count);
        if (round > 0) results[kind][name].push(us);
      }
    }
  }
  return results;
}

function cpuUsPerEvent(pass: Pass, lines: readonly Line[], count: number): number {
  const before = process.cpuUsage();
  let checksum = 0;
  for (let times = 0; times < count; times++) checksum += pass(lines);
  const { user, system } = process.cpuUsage(before);
  if (Number.isNaN(checksum)) throw new Error('unreachable');
  return (user + system) / (count * lines.length);
}

function classifiedLine(json: string): Line {
  const { source } = toSigmaEvent(JSON.parse(json), {} as EventFields);
  return { json, source };
}

function parsePass(lines: readonly Line[]): number {
  let sum = 0;
  for (const { json } of lines) sum += (JSON.parse(json) as { EventID: number }).EventID;
  return sum;
}

function setPass(set: RuleSet): Pass {
  const out: number[] = [];
  return (lines) => {
    let sum = 0;
    for (const { json, source } of lines) sum += set.match({ source, fields: fieldsOf(json) }, out);
    return sum;
  };
}

/** Log source and field names found for each event anew, as the engine does. */
function classifyingPass(set: RuleSet): Pass {
  const out: number[] = [];
  const canonical: EventFields = { eventType: 'windows_event', severity: 'informational' };
  return (lines) => {
    let sum = 0;
    for (const { json } of lines) sum += set.match(toSigmaEvent(JSON.parse(json), canonical), out);
    return sum;
  };
}

function fieldsOf(json: string): Record<string, unknown> {
  return JSON.parse(json) as Record<string, unknown>;
}

function meanBytes(lines: readonly Line[]): number {
  return lines.reduce((sum, { json }) => sum + Buffer.byteLength(json), 0) / lines.length;
}

/** Rule by rule over the rules of an event's log source, with what rules share worked out once per event. */
class NaiveRules {
  readonly #rules: readonly DetectionRule[];
  readonly #bySource = new Map<string, DetectionRule[]>();

  constructor(rules: readonly DetectionRule[]) {
    this.#rules = rules;
  }

  pass(lines: readonly Line[]): number {
    return lines.reduce((sum, { json, source }) => sum + this.#match({ source, fields: fieldsOf(json) }).length, 0);
  }

  agrees(set: RuleSet, { json, source }: Line): boolean {
    const event = { source, fields: fieldsOf(json) };
    const out: number[] = [];
    set.match(event, out);
    const found = out.map((index) => set.rule(index).id);
    return found.join() === this.#match(event).join();
  }

  #match(event: SigmaEvent): string[] {
    let rules = this.#bySource.get(event.source.key);
    if (rules === undefined) {
      rules = this.#rules.filter((rule) => matchesLogSource(rule.logSource, event.source));
      this.#bySource.set(event.source.key, rules);
    }
    const context = new EventContext(event);
    return rules.filter((rule) => evaluateRule(rule, event, context)).map(({ id }) => id);
  }
}
