import { RuleError } from './rule-error.ts';

/** A YAML document without YAML: maps, lists and scalars with their lines. */
export type RuleValue = RuleMap | RuleList | RuleScalar;

export interface RuleMap {
  kind: 'map';
  line: number;
  entries: RuleEntry[];
}

export interface RuleEntry {
  key: string;
  line: number;
  value: RuleValue;
}

export interface RuleList {
  kind: 'list';
  line: number;
  items: RuleValue[];
}

export interface RuleScalar {
  kind: 'scalar';
  line: number;
  value: string | number | boolean | null;
  /** As written in the file; what a quoted or block scalar stands for. */
  text: string;
}

/** The entry of a map by its key. */
export function entryOf(map: RuleMap, key: string): RuleEntry | undefined {
  return map.entries.find((entry) => entry.key === key);
}

/** The entry's value when it is there and not null. */
export function valueOf(map: RuleMap, key: string): RuleValue | undefined {
  const value = entryOf(map, key)?.value;
  return value?.kind === 'scalar' && value.value === null ? undefined : value;
}

/**
 * The text of an optional entry; numbers, booleans and dates count as they are written.
 *
 * @throws RuleError when it is a map or a list
 */
export function textOf(map: RuleMap, key: string): string | undefined {
  const value = valueOf(map, key);
  if (!value) return undefined;
  if (value.kind !== 'scalar') throw new RuleError('invalid_type', value.line, `${key} must be a text`);
  return value.text;
}

/**
 * An optional entry that may be one text or a list of texts.
 *
 * @throws RuleError when it is, or holds, a map or a list
 */
export function textsOf(map: RuleMap, key: string): string[] {
  const value = valueOf(map, key);
  if (!value) return [];
  const items = value.kind === 'list' ? value.items : [value];
  return items.flatMap((item) => {
    if (item.kind !== 'scalar') throw new RuleError('invalid_type', item.line, `${key} must be a list of texts`);
    return item.value === null ? [] : [item.text];
  });
}

/**
 * The map of an entry; undefined when there is none.
 *
 * @throws RuleError when it is something else
 */
export function mapOf(map: RuleMap, key: string): RuleMap | undefined {
  const value = valueOf(map, key);
  if (!value) return undefined;
  if (value.kind !== 'map') throw new RuleError('invalid_type', value.line, `${key} must be a map`);
  return value;
}
