import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const BOUNDARIES = '@nx/enforce-module-boundaries';
const SYNTAX = 'no-restricted-syntax';
const PROPERTIES = 'no-restricted-properties';

/** [what, path, code, rule that must refuse it, or none]. */
const SAMPLES: [string, string, string, string?][] = [
  [
    'contract importing ioredis',
    'libs/contracts/src/lib/bad.ts',
    `import { Redis } from 'ioredis'; export const r = Redis;`,
    BOUNDARIES,
  ],
  [
    'contract importing infra',
    'libs/contracts/src/lib/bad.ts',
    `import { loadEnv } from '@redoubt/config'; export const l = loadEnv;`,
    BOUNDARIES,
  ],
  [
    'contract reading files',
    'libs/contracts/src/lib/bad.ts',
    `import { readFileSync } from 'node:fs'; export const r = readFileSync;`,
    'no-restricted-imports',
  ],
  [
    'infra importing runtime',
    'libs/redis/src/lib/bad.ts',
    `import * as stream from '@redoubt/stream'; export const s = stream;`,
    BOUNDARIES,
  ],
  [
    'runtime importing ioredis',
    'libs/stream/src/lib/bad.ts',
    `import { Redis } from 'ioredis'; export const r = Redis;`,
    BOUNDARIES,
  ],
  [
    'runtime importing pg',
    'libs/tenancy/src/lib/bad.ts',
    `import { Pool } from 'pg'; export const p = Pool;`,
    BOUNDARIES,
  ],
  [
    'storage importing ioredis',
    'libs/storage/src/lib/bad.ts',
    `import { Redis } from 'ioredis'; export const r = Redis;`,
    BOUNDARIES,
  ],
  [
    'service importing prom-client',
    'libs/service/src/lib/bad.ts',
    `import { Registry } from 'prom-client'; export const r = Registry;`,
    BOUNDARIES,
  ],
  [
    'app importing ioredis',
    'apps/db-writer/src/bad.ts',
    `import { Redis } from 'ioredis'; export const r = Redis;`,
    BOUNDARIES,
  ],
  [
    'app importing an app by path',
    'apps/db-writer/src/bad.ts',
    `import * as main from '../../ingest-gateway/src/main.ts'; export const m = main;`,
    BOUNDARIES,
  ],
  [
    'app importing an app by name',
    'apps/db-writer/src/bad.ts',
    `import * as app from '@redoubt/ingest-gateway'; export const a = app;`,
    'no-restricted-imports',
  ],
  [
    'app importing a test kit',
    'apps/db-writer/src/bad.ts',
    `import { waitFor } from '@redoubt/test-kit'; export const w = waitFor;`,
    BOUNDARIES,
  ],
  [
    'library behind its index',
    'apps/db-writer/src/bad.ts',
    `import { loadEnv } from '../../../libs/config/src/lib/load-env.ts'; export const l = loadEnv;`,
    BOUNDARIES,
  ],
  ['key literal', 'libs/stream/src/lib/bad.ts', `export const key = '{coord:db_writer}:leases';`, SYNTAX],
  [
    'key template',
    'apps/db-writer/src/bad.ts',
    'export const key = (id: string) => `{org:${id}}:events:stream`;',
    SYNTAX,
  ],
  ['key literal in a spec', 'libs/stream/src/lib/bad.spec.ts', `export const key = '{acl}:rotation';`, SYNTAX],
  ['environment in an app', 'apps/db-writer/src/bad.ts', `export const home = process.env.HOME;`, PROPERTIES],
  ['environment taken apart', 'apps/db-writer/src/bad.ts', `export const { env } = process;`, PROPERTIES],
  ['any', 'libs/stream/src/lib/bad.spec.ts', `export const x: any = 1;`, '@typescript-eslint/no-explicit-any'],
  ['a file of 401 lines', 'libs/stream/src/lib/bad.ts', 'export {};\n'.repeat(401), 'max-lines'],
  [
    'app on runtime and infra',
    'apps/db-writer/src/good.ts',
    `import { loadEnv } from '@redoubt/config'; import * as s from '@redoubt/stream'; export const x = [loadEnv, s];`,
  ],
  ['redis importing ioredis', 'libs/redis/src/lib/good.ts', `import { Redis } from 'ioredis'; export const r = Redis;`],
  [
    'spec using the test kit',
    'libs/stream/src/lib/good.spec.ts',
    `import { waitFor } from '@redoubt/test-kit'; export const w = waitFor;`,
  ],
  [
    'key literal in key-schema',
    'libs/key-schema/src/lib/good.spec.ts',
    `export const key = '{coord:db_writer}:leases';`,
  ],
  ['environment in libs/config', 'libs/config/src/lib/good.ts', `export const home = process.env.HOME;`],
  ['text in braces that is no key', 'apps/db-writer/src/good.ts', `export const text = '{organisation}';`],
];

function lint(): string[][] {
  const input = JSON.stringify(SAMPLES.map(([, path, code]) => ({ path: join(ROOT, path), code })));
  const script = join(import.meta.dirname, 'lint-samples.mjs');
  const env = { ...process.env, NX_DAEMON: 'false' };
  const result = spawnSync(process.execPath, [script], { input, encoding: 'utf8', cwd: ROOT, env });
  if (result.status !== 0) throw new Error(result.stderr);
  return JSON.parse(result.stdout) as string[][];
}

describe('lint', () => {
  let found: string[][] = [];
  beforeAll(() => {
    found = lint();
  }, 120_000);

  it.each(SAMPLES.map(([what, , , rule], index) => ({ what, rule, index })))('$what: $rule', ({ rule, index }) => {
    expect(found[index]).toEqual(rule === undefined ? [] : [rule]);
  });
});

describe('projects', () => {
  const files = ['apps', 'libs'].flatMap((folder) =>
    readdirSync(join(ROOT, folder)).map((name) => join(ROOT, folder, name, 'project.json')),
  );

  it.each([...files, join(ROOT, 'tools/project.json')])(
    '%s has one type, one scope and one io tag that rules exist for',
    (file) => {
      const { tags } = JSON.parse(readFileSync(file, 'utf8')) as { tags: string[] };
      expect(tags.map((tag) => tag.split(':')[0]).sort()).toEqual(['io', 'scope', 'type']);
      const table = readFileSync(join(import.meta.dirname, 'boundaries.mjs'), 'utf8');
      for (const tag of tags) expect(table).toMatch(new RegExp(`^  '?${tag.split(':')[1]}'?: `, 'm'));
    },
  );
});
