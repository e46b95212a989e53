import type { DetectionRule, Rule } from '../model/rule.ts';
import { AtomTable } from './atom-table.ts';
import { KEYWORDS, type CompiledRules, type CompiledUnit, type SpanLists } from './compiled-rules.ts';
import type { CompileSpace } from './compile-tree.ts';
import { IntArena } from './int-arena.ts';
import { IntPool } from './int-pool.ts';
import { logSourceKey } from './log-source.ts';
import { bindExpression, ProgramWriter } from './program.ts';
import { witnessOf } from './witness.ts';

interface IndexedRule {
  index: number;
  rule: DetectionRule;
}

/**
 * Compiles the detections among some rules to numbers, a unit per log source. Events run the units whose log source
 * they belong to, so a rule is compiled once, whatever combinations of categories events have.
 */
export function compileRules(rules: readonly Rule[]): CompiledRules {
  const space = { pool: new IntPool(), arena: new IntArena() };
  const fields = new Map<string, number>();
  const groups = new Map<string, IndexedRule[]>();
  rules.forEach((rule, index) => {
    if (rule.kind !== 'detection') return;
    const key = logSourceKey(rule.logSource);
    const group = groups.get(key);
    if (group) group.push({ index, rule });
    else groups.set(key, [{ index, rule }]);
  });
  const units = [...groups.values()].map((group) => compileUnit(group, fields, space));
  return { pool: space.pool.join(), fieldNames: [...fields.keys()], units };
}

function compileUnit(group: readonly IndexedRule[], fields: Map<string, number>, space: CompileSpace): CompiledUnit {
  const { pool } = space;
  const atoms = new AtomTable();
  const program = new ProgramWriter();
  const entries: number[] = [];
  const always: number[] = [];
  const byAtom = new Map<number, number[]>();
  group.forEach(({ rule }, number) => {
    const expression = bindExpression(
      rule.condition,
      rule.leaves.map((leaf) => atoms.leafOf(leaf)),
    );
    entries.push(program.write(expression));
    const witness = witnessOf(expression);
    if (witness === null) always.push(number);
    for (const atom of new Set(witness?.atoms)) listOf(byAtom, atom).push(number);
  });
  const keywords = atoms.leaves.filter(({ isKeyword }) => isKeyword);
  const keywordLeaves = new Set(keywords.map(({ atom }) => atom));
  return {
    logSource: (group[0] as IndexedRule).rule.logSource,
    rules: pool.add(group.map(({ index }) => index)),
    entries: pool.add(entries),
    program: pool.add(program.instructions),
    always: pool.add(always),
    witnesses: addLists(byAtom, atoms.count, pool),
    itemsOfAtom: addLists(new Map(atoms.leaves.map(({ atom, items }) => [atom, items])), atoms.count, pool),
    items: atoms.items,
    fields: [...atoms.tables].map(([name, table]) => table.compile(numberOf(fields, name), space)),
    isKeywordWitness: keywords.some(({ witness }) => witness?.atoms.some((atom) => byAtom.has(atom))),
    keywordLeaves: pool.add(Int32Array.from({ length: atoms.count }, (_, atom) => (keywordLeaves.has(atom) ? 1 : 0))),
    atomCount: atoms.count,
  };
}

/** Lists by atom one after the other, with the place where each begins. */
function addLists(lists: ReadonlyMap<number, readonly number[]>, atomCount: number, pool: IntPool): SpanLists {
  const starts = new Int32Array(atomCount + 1);
  const flat: number[] = [];
  for (let atom = 0; atom < atomCount; atom++) {
    for (const number of lists.get(atom) ?? []) flat.push(number);
    starts[atom + 1] = flat.length;
  }
  return { starts: pool.add(starts), lists: pool.add(flat) };
}

function numberOf(fields: Map<string, number>, name: string | null): number {
  if (name === null) return KEYWORDS;
  let number = fields.get(name);
  if (number === undefined) fields.set(name, (number = fields.size));
  return number;
}

function listOf(lists: Map<number, number[]>, key: number): number[] {
  let list = lists.get(key);
  if (list === undefined) lists.set(key, (list = []));
  return list;
}
