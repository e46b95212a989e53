import type { Pattern } from '../model/pattern.ts';
import type { DetectionRule, Expression } from '../model/rule.ts';
import { type Finding, type LintFinding, toLintFinding } from './lint-finding.ts';
import { hasWitness } from './witness.ts';

/** Values of one rule from which on it costs memory worth a word. */
const MANY_VALUES = 1_000;
const LONG_REPEAT = /\{(\d{3,})/;

/** Findings about what a rule looks for. */
export function lintDetection(rule: DetectionRule): LintFinding[] {
  const patterns = rule.leaves.flatMap((leaf) => leaf.patterns);
  const findings: Finding[] = [...unusedIdentifiers(rule), ...patterns.flatMap(lintPattern)];
  if (!hasWitness(rule)) {
    findings.push([
      'no_witness',
      'warning',
      'no text must stand in an event first: each event of its log source is tested',
    ]);
  }
  if (patterns.length > MANY_VALUES) {
    findings.push(['many_values', 'note', `the rule has ${patterns.length} values`]);
  }
  return findings.map((finding) => toLintFinding(rule, finding));
}

function lintPattern(pattern: Pattern): Finding[] {
  if (pattern.kind !== 'regex') return [];
  const { source } = pattern;
  const findings: Finding[] = [];
  if (/^(\(\?[ims]+\))?\.\*/.test(source)) {
    findings.push(['leading_wildcard', 'warning', `/${source}/ searches anywhere already: leave the leading .* out`]);
  }
  const repeat = LONG_REPEAT.exec(source);
  if (repeat) findings.push(['long_repeat', 'warning', `/${source}/ repeats ${repeat[1]} times, which is dear`]);
  return findings;
}

function unusedIdentifiers(rule: DetectionRule): Finding[] {
  const used = new Set<number>();
  collect(rule.condition, used);
  return Object.entries(rule.identifiers).flatMap(([name, part]): Finding[] => {
    const leaves = new Set<number>();
    collect(part, leaves);
    const isUsed = [...leaves].some((leaf) => used.has(leaf));
    return isUsed ? [] : [['unused_identifier', 'warning', `the condition does not name "${name}"`]];
  });
}

function collect(expression: Expression, leaves: Set<number>): void {
  if (expression.op === 'leaf') leaves.add(expression.leaf);
  else if (expression.op === 'not') collect(expression.of, leaves);
  else if (expression.op !== 'constant') for (const part of expression.of) collect(part, leaves);
}
