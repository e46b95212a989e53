/** Why a document is refused; the words programs look at. */
export const REFUSAL_CODES = [
  'yaml_error',
  'duplicate_key',
  'too_large',
  'too_deep',
  'too_many_values',
  'not_a_rule',
  'missing_title',
  'missing_logsource',
  'missing_detection',
  'missing_condition',
  'invalid_type',
  'invalid_level',
  'empty_detection',
  'invalid_condition',
  'unknown_identifier',
  'no_identifier_matches',
  'legacy_aggregation',
  'legacy_timeframe',
  'unknown_modifier',
  'modifier_conflict',
  'invalid_value',
  'null_in_list',
  'wildcard_in_encoding',
  'unresolved_placeholder',
  'invalid_regex',
  'invalid_cidr',
  'invalid_correlation',
  'invalid_timespan',
  'invalid_filter',
  'unknown_attribute',
  'duplicate_id',
  'unknown_rule',
  'refused_rule',
  'ambiguous_rule',
  'correlation_cycle',
  'correlation_too_deep',
  'internal_error',
] as const;

export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** Ends the reading of one document; caught at its boundary and turned into a refusal. */
export class RuleError extends Error {
  readonly code: RefusalCode;
  readonly line: number;

  constructor(code: RefusalCode, line: number, detail: string) {
    super(detail);
    this.name = 'RuleError';
    this.code = code;
    this.line = line;
  }
}
