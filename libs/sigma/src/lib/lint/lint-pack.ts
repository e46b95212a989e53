import type { DetectionRule, LogSource, Rule, RulePack } from '../model/rule.ts';
import { lintDetection } from './lint-detection.ts';
import { type Finding, type LintFinding, toLintFinding } from './lint-finding.ts';

const ATTACK_TAG = /^attack\.[a-z0-9_.-]+$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export interface LintOptions {
  /** Whether any event can be of a log source; without it, log sources are not looked at. */
  isKnownLogSource?: (logSource: LogSource) => boolean;
}

/**
 * Looks for what loads and is hardly meant, or costs more than it should. Ordered by file and line; refusals are no
 * findings, they stand in the pack.
 */
export function lintPack(pack: RulePack, options: LintOptions = {}): LintFinding[] {
  const heads = new Map(pack.rules.map((rule) => [rule.id, rule]));
  const titles = new Map<string, Rule>();
  const findings = pack.rules.flatMap((rule) => [
    ...lintHead(rule, titles),
    ...(rule.kind === 'detection' ? [...lintDetection(rule), ...lintLogSource(rule, options)] : []),
  ]);
  for (const { ruleId, path, line, code, detail } of pack.warnings ?? []) {
    const title = heads.get(ruleId)?.title ?? ruleId;
    findings.push({ ruleId, title, path, line, code, severity: 'warning', detail });
  }
  return findings.sort((left, right) => compareText(left.path, right.path) || left.line - right.line);
}

function lintHead(rule: Rule, titles: Map<string, Rule>): LintFinding[] {
  const found: Finding[] = [];
  const twin = titles.get(rule.title);
  if (twin)
    found.push(['duplicate_title', 'warning', `the title is that of ${twin.path}:${twin.line} (${twin.id}) too`]);
  else titles.set(rule.title, rule);
  if (!rule.author) found.push(['missing_author', 'note', 'the rule names no author']);
  if (!rule.description) found.push(['missing_description', 'note', 'the rule has no description']);
  if (rule.falsePositives.length === 0) {
    found.push(['missing_falsepositives', 'note', 'the rule names no false positives']);
  }
  if (!UUID.test(rule.id)) found.push(['id_is_no_uuid', 'note', `the id "${rule.id}" is no UUID and may meet others`]);
  const badTag = rule.tags.find((tag) => tag.startsWith('attack') && !ATTACK_TAG.test(tag));
  if (badTag !== undefined)
    found.push(['invalid_tag', 'warning', `the tag "${badTag}" is not of the form attack.t1110`]);
  return found.map((finding) => toLintFinding(rule, finding));
}

function lintLogSource(rule: DetectionRule, { isKnownLogSource }: LintOptions): LintFinding[] {
  if (!isKnownLogSource || isKnownLogSource(rule.logSource)) return [];
  const { product, service, category } = rule.logSource;
  const name = [product, service, category].filter((part) => part !== undefined).join('/');
  const detail = `no event is known to be of the log source ${name}: the rule would never be asked`;
  return [toLintFinding(rule, ['unknown_logsource', 'warning', detail])];
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
