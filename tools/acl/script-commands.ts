const call = /\b(?:redis\.p?call|rcall)\(\s*['"]([A-Za-z]+)['"](?:\s*,\s*['"]([A-Za-z]+)['"])?/g;
const containers = new Set(['object', 'script', 'xgroup', 'xinfo']);

/** Commands that a Lua script names in its calls, lower case with their subcommands, each once; a computed name is not seen. */
export function commandsOfScript(source: string): string[] {
  const found = [...source.matchAll(call)].map(([, command = '', next]) => {
    const name = command.toLowerCase();
    return containers.has(name) && next !== undefined ? `${name}|${next.toLowerCase()}` : name;
  });
  return [...new Set(found)].sort();
}
