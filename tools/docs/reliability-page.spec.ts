import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createTempDir } from '@redoubt/test-kit';
import { MUST_BE_ZERO } from '../chaos/faults/must-be-zero.ts';
import type { SeedDone } from '../chaos/faults/seeds-done.ts';
import type { SeedBegun } from '../chaos/faults/seeds-file.ts';
import { renderReliabilityPage } from './reliability-page.ts';

const [OLD, NEW] = ['a'.repeat(40), 'b'.repeat(40)];
const ZEROS = Object.fromEntries(Object.keys(MUST_BE_ZERO).map((name) => [name, 0]));
const RAN = { sources: { product: 'p', harness: 'h', isDirty: false }, isQuick: false, isTls: false, plan: 'x' };
const REPORT = {
  ...{ ok: true, failures: [], figures: { ...ZEROS, accepted: 37_520, new_stored: 2_100 } },
  releases: { from: OLD, to: NEW, isToDirty: false, changedFiles: 12 },
};
const FUZZED = { name: 'times', inputs: 10_000, taken: 9_000, refused: 1_000, slowestMs: 3, growthBytes: 0 };
const LINE = { ...FUZZED, seed: 7, commit: NEW, isDirty: false };

const temp = createTempDir('page');
afterAll(() => temp.remove());

/** The section of a title, without the spaces that align tables. */
function section(title: string, results: Readonly<Record<string, readonly object[]>>): string {
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(temp.path, file)), { recursive: true });
    writeFileSync(join(temp.path, file), text);
  };
  write('docs/security/THREAT_MODEL.md', '');
  for (const [file, lines] of Object.entries(results)) {
    write(join('tools/chaos/results', file), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  }
  const found = renderReliabilityPage(temp.path)
    .split(/^## /m)
    .find((text) => text.startsWith(title));
  return found ?? '';
}

function seedDone(seed: number, other: Partial<SeedDone> = {}): SeedDone {
  return { seed, commit: NEW, ...RAN, figures: { ...ZEROS, accepted: 10 }, kinds: [], failures: [], ...other };
}

describe('an upgrade', () => {
  const upgrade = (report: object): string => section('Upgrade and back', { 'upgrade.ndjson': [report] });

  it('is told with both commits and what new services did', () => {
    const page = upgrade(REPORT);
    expect(page).toContain(
      'From `aaaaaaaaaaaa` to `bbbbbbbbbbbb`, in which 12 files that services load differ: the latest run kept all promises.',
    );
    expect(page).toContain('| stored while all services were new | 2100 |');
    expect(upgrade({ ...REPORT, releases: { ...REPORT.releases, isToDirty: true } })).toContain(
      '`bbbbbbbbbbbb` with changes',
    );
  });

  it('that failed says so, with every failure and figure', () => {
    const figures = { ...REPORT.figures, alerts_surplus: 3, ended_unasked: 1 };
    const page = upgrade({
      ...REPORT,
      ok: false,
      figures,
      failures: ['alerts_surplus: 3', 'db-writer ended\nby itself'],
    });
    expect(page).toContain('**failed**.\n\n- alerts_surplus: 3\n- db-writer ended by itself\n');
    expect(page).toContain(`| ${MUST_BE_ZERO.alerts_surplus} | 3 |`);
    expect(page).toContain(`| ${MUST_BE_ZERO.ended_unasked} | 1 |`);
  });

  it('does not take what nobody looked at for zero', () => {
    const page = upgrade({ ...REPORT, releases: undefined, figures: { lost: 0 } });
    expect(page).toContain(`| ${MUST_BE_ZERO.lost} | 0 |`);
    expect(page).toContain(`| ${MUST_BE_ZERO.sink_missing} | not looked at |`);
    expect(page).toContain('Of commits that are not recorded: ');
  });
});

describe('seeds', () => {
  const seeds = (...done: (SeedDone | SeedBegun)[]): string => section('Faults under load', { 'seeds.ndjson': done });

  it('count up to the number that is wanted, whole ones alone, and the latest of each', () => {
    const others = [seedDone(51), seedDone(0), seedDone(2, { isQuick: true }), seedDone(3, { isTls: true })];
    const page = seeds(seedDone(1, { commit: OLD, failures: ['lost: 1'] }), seedDone(1), ...others);
    expect(page).toContain('1 of 50 seeds green');
    expect(page).toContain('1 of bbbbbbbbbbbb.');
    expect(page).toContain('| accepted events | 10 |');
  });

  it('that were begun and never ended are told, and what each service met', () => {
    const begun: SeedBegun = { begun: true, seed: 2, commit: OLD, isQuick: false, isTls: false };
    const page = seeds(begun, seedDone(1, { targets: ['service_kill db-writer'] }));
    expect(page).toContain('- 1 attempts were begun and never ended: seed 2 of aaaaaaaaaaaa');
    expect(page).toMatch(/- service_kill: db-writer 1, .*dashboard 0/);
  });

  it('that failed are told with the reason, and what they did not look at', () => {
    const page = seeds(seedDone(1), seedDone(2, { figures: {}, failures: ['Error: no cluster'] }));
    expect(page).toContain('- seed 2: Error: no cluster');
    expect(page).toContain(`| ${MUST_BE_ZERO.ledger_disagreeing} | 0, not looked at in 1 of 2 seeds |`);
  });
});

describe('what was fuzzed', () => {
  const fuzzed = (...lines: object[]): string => section('Fuzzed', { 'fuzz.ndjson': lines });

  it('is told with seed and commit', () => {
    expect(fuzzed(LINE)).toContain('| times | 10,000 | 9,000 | 1,000 | no | 3 ms | 7 | `bbbbbbbbbbbb` |');
    expect(fuzzed({ ...LINE, isDirty: true })).toContain('| `bbbbbbbbbbbb` with changes |');
  });

  it('and failed at last says so, with the input', () => {
    const page = fuzzed(LINE, { ...LINE, failure: 'times took 6000 ms; input in base64: MQ==' });
    expect(page).toContain('| YES |');
    expect(page).toContain('- times: times took 6000 ms; input in base64: MQ==');
    expect(fuzzed({ ...LINE, failure: 'earlier' }, LINE)).not.toContain('earlier');
  });
});

it('says that a build passed the judge', () => {
  const figures = { ack_before_store_caught: 1, fence_removed_caught: 0, fence_removed_control: 1 };
  const page = section('Builds', {
    'broken.json': [{ ok: false, figures, failures: ['fence_removed was not caught'] }],
  });
  expect(page).toContain('**failed**.\n\n- fence_removed was not caught');
  expect(page).toMatch(/`fence_removed` \|.*\| NO \| yes \|/);
  expect(page).toMatch(/`trimmed_by_length` \|.*\| not run \| not run \|/);
});
