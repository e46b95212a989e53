import type { CorrelationRule, CorrelationType } from '../model/rule.ts';
import { RuleError } from './rule-error.ts';
import { entryOf, textsOf, type RuleEntry, type RuleMap } from './rule-value.ts';

const OPERATORS = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'] as const;

/**
 * Reads the condition of a correlation: comparisons that all must hold, the fields that `value_*` look at and the
 * percentile.
 *
 * @throws RuleError
 */
export function parseThreshold(
  section: RuleMap,
  type: CorrelationType,
): Pick<CorrelationRule, 'conditions' | 'fields' | 'percentile'> {
  const entry = entryOf(section, 'condition');
  const line = entry?.line ?? section.line;
  const isTemporal = type === 'temporal' || type === 'temporal_ordered';
  if (!entry || (entry.value.kind === 'scalar' && entry.value.value === null)) {
    if (isTemporal) return { conditions: [], fields: [] };
    throw new RuleError('missing_condition', line, 'the correlation has no condition');
  }
  if (entry.value.kind !== 'map') {
    const detail = 'the condition must be a map such as "gte: 10"; rules joined by and, or, not are not known here';
    throw new RuleError('invalid_correlation', line, detail);
  }
  const fields = textsOf(entry.value, 'field');
  const conditions = parseComparisons(entry.value);
  if (conditions.length === 0 && !isTemporal) {
    throw new RuleError('missing_condition', line, 'the condition compares with nothing; write "gte: 10"');
  }
  if (type.startsWith('value_') !== fields.length > 0) {
    const detail = fields.length > 0 ? `${type} has no field` : `${type} needs a field in its condition`;
    throw new RuleError('invalid_correlation', line, detail);
  }
  return { conditions, fields, ...parsePercentile(entry.value, type) };
}

function parseComparisons(condition: RuleMap): CorrelationRule['conditions'] {
  return condition.entries.flatMap((entry) => {
    if (entry.key === 'field' || entry.key === 'percentile') return [];
    const op = OPERATORS.find((name) => name === entry.key);
    if (!op) {
      const detail = `"${entry.key}" is no comparison; comparisons are ${OPERATORS.join(', ')}`;
      throw new RuleError('invalid_correlation', entry.line, detail);
    }
    return [{ op, value: numberOfEntry(entry) }];
  });
}

function parsePercentile(condition: RuleMap, type: CorrelationType): { percentile?: number } {
  const entry = entryOf(condition, 'percentile');
  if ((type === 'value_percentile') !== (entry !== undefined)) {
    const detail = entry ? `${type} has no percentile` : 'value_percentile needs a percentile in its condition';
    throw new RuleError('invalid_correlation', entry?.line ?? condition.line, detail);
  }
  if (!entry) return {};
  const percentile = numberOfEntry(entry);
  if (percentile >= 0 && percentile <= 100) return { percentile };
  throw new RuleError('invalid_correlation', entry.line, 'a percentile lies between 0 and 100');
}

function numberOfEntry(entry: RuleEntry): number {
  if (entry.value.kind === 'scalar' && typeof entry.value.value === 'number') return entry.value.value;
  throw new RuleError('invalid_correlation', entry.line, `"${entry.key}" takes a number`);
}
