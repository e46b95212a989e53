import type { RulePack } from '../../model/rule.ts';
import { compileRules } from '../compile-rules.ts';
import type { CompiledRules } from '../compiled-rules.ts';
import { correlationsOf, type StoredRules } from '../rule-store.ts';

/** A UTF-16 unit takes no more than this in UTF-8. */
const BYTES_PER_UNIT = 3;

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
  return { compiled: compileRules(pack.rules), stored: storeRules(pack.rules, json.length) };
}

function storeRules(rules: RulePack['rules'], sizeHint: number): StoredRules {
  const encoder = new TextEncoder();
  const starts = new Int32Array(rules.length + 1);
  let json = new Uint8Array(sizeHint);
  rules.forEach((rule, index) => {
    const text = JSON.stringify(rule);
    const start = starts[index] as number;
    const most = start + text.length * BYTES_PER_UNIT;
    if (most > json.length) {
      const grown = new Uint8Array(2 * most);
      grown.set(json);
      json = grown;
    }
    starts[index + 1] = start + encoder.encodeInto(text, json.subarray(start)).written;
  });
  const ids = rules.map(({ id }) => id);
  return { json: json.slice(0, starts[rules.length]), starts, ids, correlations: correlationsOf(rules) };
}
