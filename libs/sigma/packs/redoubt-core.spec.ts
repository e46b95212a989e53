import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { loadBuiltInPack } from './load-built-in-pack.ts';
import { PackRun } from './testing/pack-run.ts';

interface TestEvents {
  event: unknown;
  /** How often the event is sent; `{n}` in its texts is the number of the time, from 1. */
  repeat?: number;
  /** Time from one event to the next. */
  everySeconds?: number;
}

interface TestCase {
  name: string;
  rule: string;
  matches: number;
  events: TestEvents[];
}

const startMs = Date.UTC(2026, 10, 21);
const folder = join(import.meta.dirname, 'redoubt-core/tests');
const cases = readdirSync(folder).flatMap(
  (name) => parse(readFileSync(join(folder, name), 'utf8')) as unknown as TestCase[],
);
const pack = loadBuiltInPack();
const generating = pack.rules.filter((rule) => rule.isGenerating);

function matchesOf({ rule, events }: TestCase): number {
  const run = new PackRun(pack, { isEnabled: () => true });
  let timeMs = startMs;
  let found = 0;
  for (const { event, repeat = 1, everySeconds = 1 } of events) {
    for (let n = 1; n <= repeat; n++) {
      const sent = JSON.parse(JSON.stringify(event).replaceAll('{n}', String(n))) as object;
      found += run.observe({ ...sent, eventTimeMs: timeMs }, timeMs).filter((match) => match.rule.id === rule).length;
      timeMs += everySeconds * 1_000;
    }
  }
  return found;
}

it('loads every rule', () => {
  expect(pack.refused).toEqual([]);
  expect(generating.length).toBeGreaterThanOrEqual(20);
  expect(new Set(pack.rules.map((rule) => rule.id)).size).toBe(pack.rules.length);
});

it('is the same whenever it is loaded', () => {
  expect(loadBuiltInPack()).toEqual(pack);
  expect(pack.version).toMatch(/^\d+\.\d+\.\d+-[0-9a-f]{8}$/);
});

it.each(pack.rules.map((rule) => [rule.id, rule]))('%s says what it is', (_, rule) => {
  expect(rule).toMatchObject({ author: 'Redoubt', description: expect.any(String), noun: expect.any(String) });
  expect(rule.id).toMatch(/^redoubt_[a-z_]+$/);
  expect(rule.falsePositives).not.toEqual([]);
  expect(rule.tags.every((tag) => tag.startsWith('attack.'))).toBe(true);
  if (!rule.id.startsWith('redoubt_severity_')) expect(rule.tags).not.toEqual([]);
});

it.each(generating.map((rule) => rule.id))('%s has a matching and a non-matching test', (id) => {
  const own = cases.filter((test) => test.rule === id);
  expect(own.some((test) => test.matches > 0)).toBe(true);
  expect(own.some((test) => test.matches === 0)).toBe(true);
});

it('runs severity thresholds only where they are switched on', () => {
  const off = generating.filter((rule) => rule.isEnabledByDefault === false).map((rule) => rule.id);
  expect(off).toEqual(['redoubt_severity_critical', 'redoubt_severity_high', 'redoubt_severity_medium']);
});

it('inhibits by rules that exist', () => {
  const ids = new Set(pack.rules.map((rule) => rule.id));
  expect(pack.rules.flatMap((rule) => rule.inhibitedBy ?? []).filter((id) => !ids.has(id))).toEqual([]);
});

describe.each(cases.map((test) => [test.rule, test.name, test] as const))('%s: %s', (_, _name, test) => {
  it(`matches ${test.matches} times`, () => {
    expect(matchesOf(test)).toBe(test.matches);
  });
});
