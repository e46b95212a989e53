import type { ReadDocument } from './read-documents.ts';
import { RuleError } from './rule-error.ts';
import { entryOf, type RuleEntry, type RuleMap } from './rule-value.ts';

/** A document with the attributes that earlier ones of its file hand down. */
export type RuleDocument = { line: number; map: RuleMap } | { line: number; error: RuleError };

/**
 * Applies the old `action` attribute: `global` hands its attributes to all documents after it, `repeat` takes over the
 * document before it, `reset` forgets what was global.
 */
export function applyActions(documents: readonly ReadDocument[]): RuleDocument[] {
  const globals: RuleMap = { kind: 'map', line: 1, entries: [] };
  let previous: RuleMap | undefined;
  return documents.flatMap((document): RuleDocument[] => {
    if ('error' in document) return [document];
    if (document.value.kind !== 'map') {
      return [{ line: document.line, error: new RuleError('not_a_rule', document.line, 'a rule must be a map') }];
    }
    const action = actionOf(document.value);
    const map = withoutAction(document.value);
    if (action === 'global') {
      globals.entries = merge(globals, map).entries;
      return [];
    }
    if (action === 'reset') globals.entries = [];
    const base = action === 'repeat' && previous ? previous : globals;
    const merged = base.entries.length > 0 ? merge(base, map) : map;
    previous = merged;
    return merged.entries.length === 0 ? [] : [{ line: document.line, map: merged }];
  });
}

function actionOf(map: RuleMap): string | undefined {
  const value = entryOf(map, 'action')?.value;
  return value?.kind === 'scalar' ? value.text : undefined;
}

function withoutAction(map: RuleMap): RuleMap {
  if (!['global', 'reset', 'repeat'].includes(actionOf(map) ?? '')) return map;
  return { ...map, entries: map.entries.filter((entry) => entry.key !== 'action') };
}

/** `over` wins; maps that both have are merged in turn. */
function merge(base: RuleMap, over: RuleMap): RuleMap {
  const merged = new Map<string, RuleEntry>(base.entries.map((entry) => [entry.key, entry]));
  for (const entry of over.entries) {
    merged.set(entry.key, mergeEntry(merged.get(entry.key), entry));
  }
  return { kind: 'map', line: over.line, entries: [...merged.values()] };
}

function mergeEntry(below: RuleEntry | undefined, entry: RuleEntry): RuleEntry {
  if (below?.value.kind !== 'map' || entry.value.kind !== 'map') return entry;
  return { ...entry, value: merge(below.value, entry.value) };
}
