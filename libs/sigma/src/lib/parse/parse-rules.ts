import type { FilterRule } from '../model/filter-rule.ts';
import type { Rule, RuleRefusal, RuleWarning } from '../model/rule.ts';
import { applyActions } from './actions.ts';
import { parseCorrelationRule } from './parse-correlation-rule.ts';
import { parseDetectionRule, type DocumentScope } from './parse-detection-rule.ts';
import { parseFilterRule } from './parse-filter-rule.ts';
import type { Warn } from './parse-item.ts';
import type { Placeholders } from './placeholders.ts';
import { readDocuments } from './read-documents.ts';
import { RuleError } from './rule-error.ts';
import { entryOf, type RuleMap } from './rule-value.ts';

const MAX_DETAIL = 500;

/** What a file of rules holds. Names in correlations and filters are not resolved yet: `buildPack` does that. */
export interface ParsedRules {
  rules: Rule[];
  filters: FilterRule[];
  refused: RuleRefusal[];
  /** Ids of correlations that say `generate`: the rules they count keep alerts of their own. */
  generating: string[];
  /** Of the rules that were loaded: what is allowed and hardly meant. */
  warnings: RuleWarning[];
}

export interface ParseOptions {
  /** Values of `%name%` for the modifier `expand`. */
  placeholders?: Placeholders;
}

/**
 * Reads a file of rules: one or more YAML documents, each a rule, a correlation or a filter. Never throws: a document
 * that cannot be read, or says what would not be evaluated, is refused with its line and reason, and only it.
 */
export function parseRules(text: string, path: string, options: ParseOptions = {}): ParsedRules {
  const parsed: ParsedRules = { rules: [], filters: [], refused: [], generating: [], warnings: [] };
  for (const document of applyActions(readDocuments(text))) {
    if ('error' in document) {
      parsed.refused.push(refusalOf(document.error, path, undefined));
      continue;
    }
    try {
      addDocument(parsed, document.map, path, document.line, options.placeholders ?? {});
    } catch (error) {
      parsed.refused.push(refusalOf(error, path, document.map, document.line));
    }
  }
  return parsed;
}

function addDocument(parsed: ParsedRules, map: RuleMap, path: string, line: number, placeholders: Placeholders): void {
  const warnings: Omit<RuleWarning, 'ruleId'>[] = [];
  const warn: Warn = (code, at, detail) => void warnings.push({ path, line: at, code, detail });
  const { id } = addRule(parsed, map, { path, line, placeholders, warn });
  parsed.warnings.push(...warnings.map((warning) => ({ ruleId: id, ...warning })));
}

function addRule(parsed: ParsedRules, map: RuleMap, scope: DocumentScope): { id: string } {
  if (entryOf(map, 'filter') && !entryOf(map, 'correlation')) {
    const filter = parseFilterRule(map, scope);
    parsed.filters.push(filter);
    return filter;
  }
  if (!entryOf(map, 'correlation')) {
    const rule = parseDetectionRule(map, scope);
    parsed.rules.push(rule);
    return rule;
  }
  const { rule, isGenerate } = parseCorrelationRule(map, scope);
  parsed.rules.push(rule);
  if (isGenerate) parsed.generating.push(rule.id);
  return rule;
}

function refusalOf(error: unknown, path: string, map: RuleMap | undefined, documentLine = 1): RuleRefusal {
  const isKnown = error instanceof RuleError;
  const ruleId = map && scalarText(map, 'id');
  const name = map && scalarText(map, 'name');
  const title = map && scalarText(map, 'title');
  return {
    path,
    line: isKnown ? error.line : documentLine,
    ...(ruleId === undefined ? {} : { ruleId }),
    ...(name === undefined ? {} : { name }),
    ...(title === undefined ? {} : { title }),
    code: isKnown ? error.code : 'internal_error',
    detail: cut((error as Error).message),
  };
}

/** A reason may quote the file, and files may be hostile. */
function cut(detail: string): string {
  return detail.length > MAX_DETAIL ? `${detail.slice(0, MAX_DETAIL)}…` : detail;
}

function scalarText(map: RuleMap, key: string): string | undefined {
  const value = entryOf(map, key)?.value;
  return value?.kind === 'scalar' && value.value !== null ? cut(value.text) : undefined;
}
