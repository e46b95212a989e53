type Filter = (value: unknown) => unknown;

const MAX_PATHS = 32;
const MAX_DEPTH = 16;
const ANY_NUMBER = '**';

/** Places within paths that a value stands at, and what the names in it lead to. */
interface Place {
  /** Everything below is wanted. */
  isWhole: boolean;
  positions: readonly (readonly [path: number, at: number])[];
  /** By name; answers have few. */
  next: Map<string, Place>;
}

/**
 * Elasticsearch's `filter_path`: comma-separated paths of names, `*` within a name, `**` for any number of them;
 * lists are passed through. Exclusions (`-name`) are not known and leave nothing out.
 *
 * Each name of an answer is compared with the paths once, whatever the paths and the number of items.
 */
export function filterOf(filterPath: string): Filter {
  const paths = filterPath
    .split(',')
    .filter((path) => path !== '' && !path.startsWith('-'))
    .slice(0, MAX_PATHS)
    .map((path) => pathOf(path.split('.').slice(0, MAX_DEPTH)));
  if (paths.length === 0) return (value) => value;
  const places = new Places(paths);
  return (value) => keep(value, places.start, places);
}

/** Several `**` in a row say no more than one. */
function pathOf(names: readonly string[]): readonly string[] {
  return names.filter((name, at) => name !== ANY_NUMBER || names[at - 1] !== ANY_NUMBER);
}

function keep(value: unknown, place: Place, places: Places): unknown {
  if (place.isWhole) return value;
  if (place.positions.length === 0) return undefined;
  if (Array.isArray(value)) {
    const kept = value.map((item: unknown) => keep(item, place, places)).filter((item) => item !== undefined);
    return kept.length > 0 ? kept : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const kept: Record<string, unknown> = {};
  let isEmpty = true;
  for (const [name, inner] of Object.entries(value)) {
    const left = keep(inner, places.behind(place, name), places);
    if (left === undefined) continue;
    kept[name] = left;
    isEmpty = false;
  }
  return isEmpty ? undefined : kept;
}

/** The places that paths have; equal ones are one. */
class Places {
  readonly start: Place;
  readonly #paths: readonly (readonly string[])[];
  readonly #known = new Map<string, Place>();

  constructor(paths: readonly (readonly string[])[]) {
    this.#paths = paths;
    this.start = this.#place(paths.map((_, path) => [path, 0] as const));
  }

  behind(place: Place, name: string): Place {
    let next = place.next.get(name);
    if (next === undefined) {
      next = this.#place(place.positions.flatMap(([path, at]) => this.#step(path, at, name)));
      place.next.set(name, next);
    }
    return next;
  }

  #step(path: number, at: number, name: string): (readonly [number, number])[] {
    const pattern = this.#paths[path]?.[at] ?? '';
    if (pattern === ANY_NUMBER) return [[path, at]];
    return isMatch(pattern, name) ? [[path, at + 1]] : [];
  }

  #place(positions: readonly (readonly [number, number])[]): Place {
    const all = new Map<string, readonly [number, number]>();
    for (const [path, at] of positions) {
      all.set(`${path} ${at}`, [path, at]);
      // `**` may also stand for no name at all.
      if (this.#paths[path]?.[at] === ANY_NUMBER) all.set(`${path} ${at + 1}`, [path, at + 1]);
    }
    const key = [...all.keys()].sort().join();
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const isWhole = [...all.values()].some(([path, at]) => at >= (this.#paths[path]?.length ?? 0));
    const made: Place = { isWhole, positions: [...all.values()], next: new Map() };
    this.#known.set(key, made);
    return made;
  }
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
