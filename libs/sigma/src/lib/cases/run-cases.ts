import { EventContext } from '../evaluate/context.ts';
import { evaluateRule } from '../evaluate/evaluate-rule.ts';
import type { DetectionRule } from '../model/rule.ts';
import type { SigmaEvent } from '../model/sigma-event.ts';
import { parseRules } from '../parse/parse-rules.ts';
import { readCase, type RuleCase } from './case-format.ts';
import { runCorrelationCase } from './run-correlation-case.ts';
import { unroutedEvent } from './unrouted-event.ts';

/** The rules that cases name by path. */
export interface CaseRules {
  rules: readonly DetectionRule[];
  /** Paths of rules that an oracle says nothing of. */
  excludedPaths?: ReadonlySet<string>;
  /** Finds the rules that match an event, log sources aside; the plain evaluator unless told. */
  match?: (event: SigmaEvent) => Iterable<DetectionRule>;
}

/** A case that did not give what it expects. */
export interface CaseFailure {
  id: string;
  expected: unknown;
  got: unknown;
}

export interface CaseReport {
  passed: number;
  failed: CaseFailure[];
  /** Ids of cases outside Sigma 2.1 that do not hold. */
  skipped: string[];
}

type Difference = { expected: unknown; got: unknown } | undefined;

/**
 * Runs cases, one JSON object a line: verdicts of a rule on an event, correlations over timed events, oracles that
 * name all rules which match an event. A line that is no case fails.
 */
export function runCases(lines: Iterable<string>, rules: CaseRules): CaseReport {
  const report: CaseReport = { passed: 0, failed: [], skipped: [] };
  const runner = new CaseRunner(rules);
  let lineNumber = 0;
  for (const line of lines) {
    lineNumber += 1;
    if (line.trim() === '') continue;
    const testCase = readCase(line);
    if (typeof testCase === 'string') {
      report.failed.push({ id: `line ${lineNumber}`, expected: 'a case', got: testCase });
      continue;
    }
    const difference = runner.run(testCase);
    if (!difference) report.passed += 1;
    else if (testCase.isExtension) report.skipped.push(testCase.id);
    else report.failed.push({ id: testCase.id, ...difference });
  }
  return report;
}

class CaseRunner {
  private readonly byPath: ReadonlyMap<string, DetectionRule>;
  private readonly excluded: ReadonlySet<string>;
  private readonly match: (event: SigmaEvent) => Iterable<DetectionRule>;

  constructor(rules: CaseRules) {
    this.byPath = new Map(rules.rules.map((rule) => [rule.path, rule]));
    this.excluded = rules.excludedPaths ?? new Set();
    this.match = rules.match ?? ((event) => matchPlainly(rules.rules, event));
  }

  run(testCase: RuleCase): Difference {
    if (testCase.kind === 'correlation') return runCorrelationCase(testCase);
    return testCase.kind === 'oracle' ? this.runOracle(testCase) : this.runVerdict(testCase);
  }

  private runVerdict(testCase: RuleCase & { kind: 'verdict' }): Difference {
    const { expected } = testCase;
    const rule = testCase.rule === undefined ? this.byPath.get(testCase.rulePath ?? '') : inlineRule(testCase);
    if (rule === undefined) return { expected, got: `no rule is loaded from ${testCase.rulePath}` };
    if (typeof rule === 'string') return { expected, got: rule };
    const got = evaluateRule(rule, unroutedEvent(testCase.event));
    return got === expected ? undefined : { expected, got };
  }

  private runOracle(testCase: RuleCase & { kind: 'oracle' }): Difference {
    const aside = new Set(testCase.disputed);
    const expected = new Set(testCase.matching.filter((path) => !aside.has(path)));
    const got = new Set<string>();
    for (const rule of this.match(unroutedEvent(testCase.event))) {
      if (!aside.has(rule.path) && !this.excluded.has(rule.path)) got.add(rule.path);
    }
    const missing = [...expected].filter((path) => !got.has(path));
    const extra = [...got].filter((path) => !expected.has(path));
    if (missing.length + extra.length === 0) return undefined;
    return { expected: [...expected].sort(), got: { missing, extra } };
  }
}

function inlineRule(testCase: RuleCase & { kind: 'verdict' }): DetectionRule | string {
  const parsed = parseRules(testCase.rule ?? '', testCase.id, { placeholders: testCase.placeholders });
  const [refusal] = parsed.refused;
  if (refusal) return `refused, ${refusal.code}: ${refusal.detail}`;
  const rule = parsed.rules.find((candidate) => candidate.kind === 'detection');
  return rule ?? 'the case holds no rule over single events';
}

function matchPlainly(rules: readonly DetectionRule[], event: SigmaEvent): DetectionRule[] {
  const context = new EventContext(event);
  return rules.filter((rule) => evaluateRule(rule, event, context));
}
