/** Commands of a server, with subcommands as `xinfo|groups`, and what its categories hold. */
export interface CommandTable {
  all: ReadonlySet<string>;
  categories: ReadonlyMap<string, ReadonlySet<string>>;
  /** Subcommands with their container in front, by container. */
  subcommands: ReadonlyMap<string, readonly string[]>;
}

/** Reads the answers of `ACL CAT` and `ACL CAT <category>` of each. */
export function commandTable(categories: ReadonlyMap<string, readonly string[]>): CommandTable {
  const sets = new Map([...categories].map(([name, commands]) => [name, new Set(commands)] as const));
  const all = new Set([...sets.values()].flatMap((set) => [...set]));
  const subcommands = Map.groupBy(
    [...all].filter((command) => command.includes('|')),
    (command) => command.slice(0, command.indexOf('|')),
  );
  return { all, categories: sets, subcommands };
}

/**
 * What rules for commands come to, sorted. Redis 7.0 does not show rules as they were given: it describes the result in
 * the fewest words it finds (`+@hash -hvals …`), so that only the commands behind them can be compared.
 *
 * @param rules `+get`, `-@all` …, applied from left to right
 */
export function expandCommands(rules: readonly string[], table: CommandTable): string[] {
  const allowed = new Set<string>();
  for (const rule of rules) {
    const isGrant = rule.startsWith('+');
    for (const command of commandsOfRule(rule.slice(1), table)) {
      if (isGrant) allowed.add(command);
      else allowed.delete(command);
    }
  }
  return [...allowed].sort();
}

function commandsOfRule(word: string, { all, categories, subcommands }: CommandTable): Iterable<string> {
  if (word === '@all') return all;
  if (word.startsWith('@')) return categories.get(word.slice(1)) ?? [word];
  // A container stands for all its subcommands.
  return [word, ...(subcommands.get(word) ?? [])];
}
