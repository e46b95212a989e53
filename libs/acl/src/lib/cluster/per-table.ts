import type { CommandTable } from './command-table.ts';

/**
 * What is computed of an object and the commands of a server, once for each pair for as long as both live: nodes are
 * compared every few seconds and hardly ever differ.
 */
export function perTable<K extends object, V>(
  compute: (key: K, table: CommandTable) => V,
): (key: K, table: CommandTable) => V {
  const known = new WeakMap<CommandTable, WeakMap<K, V>>();
  return (key, table) => {
    const ofTable = known.get(table) ?? new WeakMap<K, V>();
    known.set(table, ofTable);
    let found = ofTable.get(key);
    if (found === undefined) {
      found = compute(key, table);
      ofTable.set(key, found);
    }
    return found;
  };
}
