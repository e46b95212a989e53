import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { SINK_TYPES } from '@redoubt/rulebook';
import { EVENT_FORMATS } from '../metrics.ts';
import { FUZZ_SEEDS } from '../testing/fuzz-seeds.ts';
import { TRANSPORTS } from './syslog/syslog-metrics.ts';

const page = resolve(import.meta.dirname, '../../../../docs/reference/protocols.md');
const text = readFileSync(page, 'utf8');

/** The rows of the table below a heading, as cells. */
function rowsUnder(heading: string): string[][] {
  const section = text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const tried = rowsUnder('Tried with');
const names = new Set(tried.map(([name]) => name));

it.each([...EVENT_FORMATS, ...TRANSPORTS])('%s, which the gateway takes, was tried', (name) => {
  expect(names).toContain(`in \`${name}\``);
});

it.each(SINK_TYPES)('%s, which sinks speak, is in the table', (type) => {
  expect(names).toContain(`out \`${type}\``);
});

it('names nothing that is not there any more', () => {
  const known = [...EVENT_FORMATS, ...TRANSPORTS].map((name) => `in \`${name}\``);
  expect(
    [...names].filter((name) => ![...known, ...SINK_TYPES.map((type) => `out \`${type}\``)].includes(name ?? '')),
  ).toEqual([]);
});

it.each(tried)(
  '%s, %s with %s: has a test, or is said to be untried',
  (_name, _protocol, peer, _command, result, test = '') => {
    if (test === 'none') {
      expect([peer, result]).toEqual([expect.stringContaining('none'), expect.stringContaining('untried')]);
      return;
    }
    const path = /^\[[\w.-]+\]\(([\w./-]+\.(?:int|failover)\.spec\.ts)\)$/.exec(test)?.[1] ?? test;
    expect(existsSync(resolve(dirname(page), path))).toBe(true);
  },
);

it.each([...Object.keys(FUZZ_SEEDS), 'syslog over TCP', 'syslog over UDP', 'GELF over UDP'])(
  'fuzzed inputs of %s have a row, without a crash',
  (protocol) => {
    const row = rowsUnder('Fuzzed').find(([name]) => name === protocol) ?? [];
    const [inputs = 0, share, , , unexplained, crashes] = row
      .slice(1)
      .map((cell) => Number.parseInt(cell.replaceAll(',', ''), 10));
    expect(inputs).toBeGreaterThanOrEqual(1_000);
    expect({ unexplained, crashes }).toEqual({ unexplained: 0, crashes: 0 });
    expect(share).toBeGreaterThanOrEqual(30);
  },
);
