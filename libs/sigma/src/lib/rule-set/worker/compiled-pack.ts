import type { RulePack } from '../../model/rule.ts';
import { compileRules } from '../compile-rules.ts';
import type { CompiledRules } from '../compiled-rules.ts';
import type { StoredRules } from '../rule-store.ts';

/** What the building thread hands over. */
export interface CompiledPack {
  compiled: CompiledRules;
  stored: StoredRules;
}

/**
 * Compiles a pack as it is stored.
 *
 * @throws Error  not a pack of this version of the schema
 */
export function compilePack(json: Uint8Array): CompiledPack {
  const pack = JSON.parse(Buffer.from(json.buffer, json.byteOffset, json.length).toString('utf8')) as Partial<RulePack>;
  if (pack.schemaVersion !== 1 || !Array.isArray(pack.rules)) throw new Error('not a rule pack of schema version 1');
  return { compiled: compileRules(pack.rules), stored: storeRules(pack.rules) };
}

function storeRules(rules: RulePack['rules']): StoredRules {
  const texts = rules.map((rule) => Buffer.from(JSON.stringify(rule)));
  const starts = new Int32Array(texts.length + 1);
  texts.forEach((text, index) => (starts[index + 1] = (starts[index] as number) + text.length));
  const json = new Uint8Array(starts[texts.length] as number);
  texts.forEach((text, index) => json.set(text, starts[index]));
  return { json, starts };
}
