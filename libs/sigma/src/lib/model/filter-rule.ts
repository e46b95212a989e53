import type { Expression, Leaf, LogSource } from './rule.ts';

/**
 * A filter document (sigma-filters-specification 2.1): events it matches are taken out of the rules it names. Applied
 * when a pack is built, so the engine knows rules only.
 */
export interface FilterRule {
  kind: 'filter';
  id: string;
  title: string;
  /** Ids or names of the rules it applies to; `any` for all rules of its log source. */
  rules: string[] | 'any';
  logSource: LogSource;
  leaves: Leaf[];
  condition: Expression;
  path: string;
  line: number;
}
