import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EVENT_TYPES } from '@redoubt/contracts';

const root = resolve(import.meta.dirname, '../..');

describe('reference pages', () => {
  it('say what the code says', () => {
    const check = spawnSync(process.execPath, [join(import.meta.dirname, 'generate.ts'), '--check'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect({ output: check.stdout + check.stderr, status: check.status }).toEqual({ output: '', status: 0 });
  }, 60_000);
});

describe('the event vocabulary', () => {
  const folders = ['apps/ingest-gateway/src/parsers', 'tools/traffic'];
  const sources = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
      .map((name) => readFileSync(join(root, folder, name), 'utf8')),
  );

  it('holds every type that parsers and the traffic generator spell', () => {
    const spelled = sources.flatMap((text) =>
      [...text.matchAll(/eventType: '([a-z0-9_.]+)'/g)].map((m) => m[1] as string),
    );
    expect(spelled.length).toBeGreaterThan(20);
    expect([...new Set(spelled)].filter((word) => !(word in EVENT_TYPES))).toEqual([]);
  });

  it('is made of words that senders may use', () => {
    for (const word of Object.keys(EVENT_TYPES)) expect(word).toMatch(/^[a-z0-9_.]{1,64}$/);
  });
});
