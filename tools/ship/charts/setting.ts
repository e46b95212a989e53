import { stringify } from 'yaml';

/** Part of a JSON schema. */
export type Schema = Readonly<Record<string, unknown>>;

/** One value of a chart. */
export interface Setting {
  kind: 'setting';
  value: unknown;
  schema: Schema;
  help: string;
}

/** Values under a common name; refuses names that it does not have. */
export interface Group {
  kind: 'group';
  help: string;
  entries: Readonly<Record<string, Entry>>;
}

export type Entry = Setting | Group;

export function setting(value: unknown, schema: Schema, help: string): Setting {
  return { kind: 'setting', value, schema, help };
}

export function group(help: string, entries: Readonly<Record<string, Entry>>): Group {
  return { kind: 'group', help, entries };
}

export const text = (value: string, help: string, extra: Schema = {}): Setting =>
  setting(value, { type: 'string', ...extra }, help);
export const flag = (value: boolean, help: string): Setting => setting(value, { type: 'boolean' }, help);
export const count = (value: number, help: string, { min = 0, max = 1_000_000 } = {}): Setting =>
  setting(value, { type: 'integer', minimum: min, maximum: max }, help);
export const words = (help: string, value: readonly string[] = []): Setting =>
  setting(value, { type: 'array', items: { type: 'string' } }, help);
export const oneOf = (value: string, choices: readonly string[], help: string): Setting =>
  setting(value, { type: 'string', enum: choices }, help);
/** Labels, annotations: names and texts. */
export const labels = (help: string, value: Readonly<Record<string, string>> = {}): Setting =>
  setting(value, { type: 'object', additionalProperties: { type: 'string' } }, help);
/** Numbers of ports. */
export const ports = (help: string, value: readonly number[] = []): Setting =>
  setting(value, { type: 'array', items: { type: 'integer', minimum: 1, maximum: 65_535 } }, help);
/** Parts of Kubernetes objects, which the API server checks. */
export const objects = (help: string, value: readonly unknown[] = []): Setting =>
  setting(value, { type: 'array', items: { type: 'object' } }, help);
export const object = (help: string, value: object = {}): Setting => setting(value, { type: 'object' }, help);

/** The key of a Secret that somebody else makes. */
export const secretRef = (key: string, help: string): Group =>
  group(help, { name: text('', 'Name of the Secret.'), key: text(key, 'Key in it.', { minLength: 1 }) });

/** JSON schema of values. */
export function schemaOf(entry: Entry): Schema {
  if (entry.kind === 'setting') return { description: entry.help, ...entry.schema };
  const properties = Object.fromEntries(Object.entries(entry.entries).map(([name, one]) => [name, schemaOf(one)]));
  return { description: entry.help, type: 'object', additionalProperties: false, properties };
}

/** `values.yaml`, each value with what it means above it. */
export function yamlOf(entries: Readonly<Record<string, Entry>>, depth = 0): string {
  const indent = '  '.repeat(depth);
  return Object.entries(entries)
    .map(([name, entry]) => {
      const lines = [`${indent}# ${entry.help}`];
      if (entry.kind === 'setting' && entry.value === undefined) return lines.join('\n');
      if (entry.kind === 'setting') {
        const [first = '', ...rest] = stringify({ [name]: entry.value }, { lineWidth: 0 })
          .trimEnd()
          .split('\n');
        lines.push(...[first, ...rest].map((line) => `${indent}${line}`));
      } else if (isBare(entry)) lines.push(yamlOf(entry.entries, depth + 1), `${indent}${name}: {}`);
      else lines.push(`${indent}${name}:`, yamlOf(entry.entries, depth + 1));
      return lines.join('\n');
    })
    .join(depth === 0 ? '\n\n' : '\n');
}

/** Nothing in it has a value of its own. */
function isBare({ entries }: Group): boolean {
  return Object.values(entries).every((entry) => entry.kind === 'setting' && entry.value === undefined);
}

/** Every value by its path, for tables and coverage. */
export function flatten(entries: Readonly<Record<string, Entry>>, prefix = ''): [path: string, setting: Setting][] {
  return Object.entries(entries).flatMap(([name, entry]) =>
    entry.kind === 'setting'
      ? [[`${prefix}${name}`, entry] as [string, Setting]]
      : flatten(entry.entries, `${prefix}${name}.`),
  );
}
