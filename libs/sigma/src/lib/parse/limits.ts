/** Bounds of what is read as rules; more is refused with the bound in the reason. */
export const RULE_LIMITS = {
  /** A file, in UTF-16 units. */
  fileCharacters: 2_097_152,
  documentsPerFile: 2_000,
  /** Maps and lists inside each other. */
  depth: 32,
  /** Maps, lists and scalars of a document, aliases written out. */
  nodesPerDocument: 100_000,
  aliasesPerDocument: 100,
  /** Patterns of a rule, after modifiers that multiply values. */
  valuesPerRule: 20_000,
  identifiersPerRule: 1_000,
  conditionCharacters: 10_000,
  /** Nodes of a condition with its identifiers written out, each as often as it is named. */
  nodesPerCondition: 100_000,
  /** Parentheses inside each other. */
  conditionDepth: 64,
  regexCharacters: 4_096,
  regexesPerRule: 500,
  valueCharacters: 32_768,
  /** Values that the filters of a pack add to its rules, over all rules. */
  filterValuesPerPack: 500_000,
  timespanDays: 90,
  correlationRules: 100,
  /** Correlations on top of each other. */
  correlationDepth: 10,
} as const;
