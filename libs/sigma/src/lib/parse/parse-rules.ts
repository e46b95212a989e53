import type { FilterRule } from '../model/filter-rule.ts';
import type { Rule, RuleRefusal } from '../model/rule.ts';
import { applyActions } from './actions.ts';
import { parseCorrelationRule } from './parse-correlation-rule.ts';
import { parseDetectionRule } from './parse-detection-rule.ts';
import { parseFilterRule } from './parse-filter-rule.ts';
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
  const parsed: ParsedRules = { rules: [], filters: [], refused: [], generating: [] };
  for (const document of applyActions(readDocuments(text))) {
    if ('error' in document) {
      parsed.refused.push(refusalOf(document.error, path, undefined));
      continue;
    }
    try {
      addDocument(parsed, document.map, { path, line: document.line, placeholders: options.placeholders ?? {} });
    } catch (error) {
      parsed.refused.push(refusalOf(error, path, document.map, document.line));
    }
  }
  return parsed;
}

function addDocument(
  parsed: ParsedRules,
  map: RuleMap,
  scope: { path: string; line: number; placeholders: Placeholders },
): void {
  if (entryOf(map, 'correlation')) {
    const { rule, isGenerate } = parseCorrelationRule(map, scope);
    parsed.rules.push(rule);
    if (isGenerate) parsed.generating.push(rule.id);
  } else if (entryOf(map, 'filter')) {
    parsed.filters.push(parseFilterRule(map, scope));
  } else {
    parsed.rules.push(parseDetectionRule(map, scope));
  }
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
