import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { ROOT, runHelm } from './testing/helm.ts';

type Tree = { [key: string]: unknown };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'redoubt-values-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What a chart needs to render alone, and what has to be on for the rest to count. */
const alone = { redis: { nodes: ['redis.example.org:6379'] }, database: { urlSecret: { name: 'db' } } };
const tls = { enabled: true, caSecret: { name: 'ca' }, clientSecret: { name: 'client' } };
const monitoring = { annotations: true, serviceMonitor: { enabled: true } };
const externalSecret = { enabled: true, store: { name: 'vault' }, data: { url: 'x' } };
const CASES: readonly { chart: string; contexts: readonly Tree[] }[] = [
  {
    chart: 'db-writer',
    contexts: [
      {
        ...{ ...alone, monitoring, externalSecret, migrations: { job: true }, redis: { ...alone.redis, tls } },
        archive: { claimName: 'archive' },
      },
      { ...alone, autoscaling: { kind: 'keda', prometheusUrl: 'http://prometheus' } },
      { ...alone, autoscaling: { kind: 'hpa' } },
    ],
  },
  {
    chart: 'ingest-gateway',
    contexts: [
      {
        redis: { ...alone.redis, tls },
        ...{ monitoring, externalSecret, tls: { secretName: 'edge' } },
        ...{ secrets: { HEC_QUERY_TOKEN: { name: 'hec' }, REDOUBT_SECRET_KEY: { name: 'key' } } },
        ...{ config: { SYSLOG_TCP_PORT: 6514 } },
        ...{ ingress: { enabled: true, hosts: ['in.example.org'] } },
        ...{ gateway: { enabled: true, parentRefs: [{ name: 'edge' }], hostnames: ['in.example.org'] } },
      },
      { redis: alone.redis, autoscaling: { kind: 'hpa' } },
    ],
  },
];

describe.each(CASES)('values of $chart', ({ chart, contexts }) => {
  const shipped = parse(readFileSync(join(ROOT, `charts/${chart}/values.yaml`), 'utf8')) as Tree;
  const schema = JSON.parse(readFileSync(join(ROOT, `charts/${chart}/values.schema.json`), 'utf8')) as Schema;

  it('each change something', () => {
    const plain = contexts.map((context) => output(chart, context));
    expect(plain).not.toContain(undefined);
    const idle = leavesOf(shipped, schema).filter(({ path, schema: of, value }) => {
      if (['global', 'enabled', 'config'].includes(path[0] ?? '')) return false;
      return !contexts.some((context, i) => {
        const given = at(context, path) ?? value;
        return others(given, of).some((other) => {
          const made = output(chart, merge(context, nested(path, other)));
          return made !== undefined && made !== plain[i];
        });
      });
    });
    expect(idle.map(({ path }) => path.join('.'))).toEqual([]);
  }, 180_000);
});

interface Schema {
  type?: string | string[];
  properties?: Record<string, Schema>;
  additionalProperties?: unknown;
  enum?: unknown[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  items?: Schema;
}

interface Leaf {
  path: string[];
  value: unknown;
  schema: Schema;
}

function leavesOf(tree: Tree, schema: Schema, path: string[] = []): Leaf[] {
  return Object.entries(tree).flatMap(([key, value]) => {
    const own = schema.properties?.[key] ?? {};
    const isGroup =
      typeof value === 'object' && value !== null && !Array.isArray(value) && own.properties !== undefined;
    // Where no name is known nothing can be set.
    if (own.additionalProperties === false && Object.keys(own.properties ?? {}).length === 0) return [];
    const isFull = isGroup && Object.keys(own.properties ?? {}).length > 0;
    return isFull ? leavesOf(value as Tree, own, [...path, key]) : [{ path: [...path, key], value, schema: own }];
  });
}

/** Other values that a setting may have. */
function others(value: unknown, schema: Schema): unknown[] {
  if (schema.enum !== undefined) return schema.enum.filter((one) => one !== value);
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'number') return [value + 1 <= (schema.maximum ?? Infinity) ? value + 1 : value - 1];
  if (Array.isArray(value) && schema.items?.type === 'integer') return [[4711]];
  if (Array.isArray(value))
    return [['changed'], [{ name: 'changed' }], [{ key: 'changed', name: 'changed' }], [{ podSelector: {} }]];
  if (typeof value === 'object')
    return [{ changed: 'changed' }, { ...value, changed: 'changed' }, { nodeAffinity: {} }];
  if (schema.pattern?.includes('sha256')) return [`sha256:${'a'.repeat(64)}`];
  return ['changed', 'changed.example.org', '7s', '7h', '7Gi', '/changed', 'http://changed'];
}

function nested(path: readonly string[], value: unknown): Tree {
  const [first = '', ...rest] = path;
  return { [first]: rest.length === 0 ? value : nested(rest, value) };
}

function at(tree: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((one, key) => (one as Tree | undefined)?.[key], tree);
}

function merge(a: Tree, b: Tree): Tree {
  const isTree = (value: unknown): value is Tree =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  const both = Object.entries(b).map(([key, value]) => [
    key,
    isTree(value) && isTree(a[key]) ? merge(a[key], value) : value,
  ]);
  return { ...a, ...(Object.fromEntries(both) as Tree) };
}

/** What helm makes of values; what it refuses is no output of its own. */
function output(chart: string, values: Tree): string | undefined {
  const file = join(folder, 'values.yaml');
  writeFileSync(file, stringify(values));
  const run = runHelm(['template', 'x', `charts/${chart}`, '--kube-version', '1.34.0', '--values', file]);
  return run.status === 0 ? run.stdout : undefined;
}
