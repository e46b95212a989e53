type Filter = (value: unknown) => unknown;

/**
 * Elasticsearch's `filter_path`: comma-separated paths of names, `*` within a name, `**` for any number of them;
 * lists are passed through. Exclusions (`-name`) are not known and leave nothing out.
 */
export function filterOf(filterPath: string): Filter {
  const paths = filterPath
    .split(',')
    .filter((path) => path !== '' && !path.startsWith('-'))
    .slice(0, MAX_PATHS)
    .map((path) => path.split('.').slice(0, MAX_DEPTH));
  return (value) => (paths.length === 0 ? value : keep(value, paths));
}

const MAX_PATHS = 32;
const MAX_DEPTH = 16;

function keep(value: unknown, paths: readonly (readonly string[])[]): unknown {
  if (paths.some((path) => path.length === 0 || (path.length === 1 && path[0] === '**'))) return value;
  if (Array.isArray(value)) {
    const kept = value.map((item: unknown) => keep(item, paths)).filter((item) => item !== undefined);
    return kept.length > 0 ? kept : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const kept: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(value)) {
    const left = keep(
      inner,
      paths.flatMap((path) => restOf(path, name)),
    );
    if (left !== undefined) kept[name] = left;
  }
  return Object.keys(kept).length > 0 ? kept : undefined;
}

/** What is left of a path behind a name that its beginning matches. */
function restOf(path: readonly string[], name: string): (readonly string[])[] {
  const [first = '', ...rest] = path;
  if (first === '**') return [path, ...restOf(rest, name)];
  return isMatch(first, name) ? [rest] : [];
}

function isMatch(pattern: string, name: string): boolean {
  if (!pattern.includes('*')) return pattern === name;
  const [head = '', ...parts] = pattern.split('*');
  const tail = parts.pop() ?? '';
  if (!name.startsWith(head) || name.length < head.length + tail.length || !name.endsWith(tail)) return false;
  let at = head.length;
  for (const part of parts) {
    const found = name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at <= name.length - tail.length;
}
