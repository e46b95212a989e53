import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTempDir } from '@redoubt/test-kit';
import { runCommand, type CliRun } from './testing/run-command.ts';

jest.setTimeout(60_000);
const temp = createTempDir('cli-rules');
afterAll(() => temp.remove());

const file = (name: string, text: string): string => {
  const path = join(temp.path, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
};
/** No server is named: none of this asks one. */
const rules = (...args: string[]): Promise<CliRun> => runCommand(['rules', ...args]);

const head = 'title: Door\nid: door\nlogsource:\n  product: redoubt\n';
const good = file(
  'set/door.yml',
  `${head}detection:\n  selection:\n    eventType: door_opened\n  condition: selection\nlevel: high\n`,
);
const often = file(
  'set/often.yml',
  'title: Often\nid: often\ncorrelation:\n  type: event_count\n  rules: [door]\n  group-by: [user]\n  timespan: 1m\n  condition:\n    gte: 3\n  generate: true\nlevel: medium\n',
);
const bad = file('bad.yml', `${head}detection:\n  selection:\n    user|nonsense: x\n  condition: selection\n`);
const opened = (user: string, second: number): string =>
  JSON.stringify({ eventType: 'door_opened', user, at: `2026-01-01T00:00:${String(second).padStart(2, '0')}Z` });

describe('redoubt rules lint', () => {
  it('ends with 3 and says where, when a rule is refused', async () => {
    const run = await rules('lint', bad, good);
    expect(run.code).toBe(3);
    expect(run.stdout).toContain(`${bad}:7: error unknown_modifier: `);
    expect(run.stdout).toMatch(/1 rule in 2 files load: 1 error, 0 warnings, \d+ notes\n$/);
  });

  it('ends with 0 when there is nothing but notes, and lists them when asked', async () => {
    const run = await rules('lint', good, '--notes', '--json');
    expect(run.code).toBe(0);
    const { findings } = run.json() as { findings: { severity: string }[] };
    expect(findings.map(({ severity }) => severity)).toContain('note');
  });
});

describe('redoubt rules test', () => {
  it('runs the tests of the built-in pack when nothing is named', async () => {
    const run = await rules('test', '--json');
    expect(run).toMatchObject({ code: 0 });
    expect(run.json()).toMatchObject({ failed: 0, rules: { refused: [] } });
  });

  it('runs cases of every kind, names each that fails, and ends with 3', async () => {
    file(
      'cases/rules.jsonl',
      `${JSON.stringify({ path: 'a/door.yml', yaml: `${head}detection: {s: {user: eve}, condition: s}` })}\n`,
    );
    const cases = [
      { id: 'holds', rule_path: 'a/door.yml', event: { user: 'eve' }, expected: true },
      { id: 'fails', rule_path: 'a/door.yml', event: { user: 'ann' }, expected: true },
      { id: 'beyond', rule_path: 'a/door.yml', event: { user: 'ann' }, expected: true, extension: true },
      { event_id: 'all', event: { user: 'eve' }, matching_rules: ['a/door.yml'], disputed_rules: [] },
    ];
    const path = file('cases/cases.jsonl', cases.map((one) => JSON.stringify(one)).join('\n'));
    const run = await rules('test', '--cases', path, '--json');
    expect(run.code).toBe(3);
    expect(run.json()).toMatchObject({
      ...{ passed: 2, failed: 1, skipped: 1, rules: { files: 1, loaded: 1, refused: [] } },
      files: [{ file: path, failures: [{ id: 'fails', expected: true, got: false }], skipped: ['beyond'] }],
    });
    const without = file('alone/cases.jsonl', JSON.stringify(cases[0]));
    expect((await rules('test', '--cases', without)).stderr).toContain('there is no rules.jsonl beside');
  });
});

describe('redoubt rules eval', () => {
  const events = file(
    'events.jsonl',
    [opened('ann', 0), '{"user":1', opened('eve', 1), opened('ann', 5), opened('ann', 9)].join('\n'),
  );

  it('prints matches per event, correlations in the time of a field', async () => {
    const args = ['eval', '--rules', join(good, '..'), '--events', events, '--time-field', 'at'];
    const run = await rules(...args, '--json');
    expect(run.code).toBe(4);
    const report = run.json() as { events: { line: number; matches: { ruleId: string }[]; error?: string }[] };
    expect(report).toMatchObject({ lines: 5, matchedEvents: 4, matches: 5, errors: 1 });
    const found = report.events.map(({ line, matches }) => [line, ...matches.map(({ ruleId }) => ruleId)]);
    expect(found).toEqual([[1, 'door'], [2], [3, 'door'], [4, 'door'], [5, 'door', 'often']]);
    const lines = (await rules(...args, '--output', 'ndjson')).rows();
    expect(lines).toHaveLength(5);
    expect(lines[4]).toMatchObject({ line: 5, matches: [{}, { ruleId: 'often', group: { user: 'ann' }, count: 3 }] });
    expect((await rules(...args)).stdout).toContain('medium Often [often], 3 events, user=ann');
  });

  it('asks every rule about every event only when told to', async () => {
    const windows = file(
      'windows.yml',
      'title: W\nid: w\nlogsource: {product: windows}\ndetection: {s: {user: ann}, condition: s}\n',
    );
    const routed = await rules('eval', '--rules', windows, '--events', events, '--json');
    expect(routed.json()).toMatchObject({ matches: 0 });
    const all = await rules('eval', '--rules', windows, '--events', events, '--unrouted', '--json');
    expect(all.json()).toMatchObject({ matches: 3 });
  });
});

describe('redoubt rules convert', () => {
  const condition = (text: string): string =>
    `title: Old\nid: 11111111-1111-4111-8111-111111111111\nlogsource: {product: x}\ndetection:\n  selection: {a: b}\n  condition: ${text}\n  timeframe: 5m\n`;

  it('prints rules that load', async () => {
    const run = await rules('convert', file('old.yml', condition('selection | count() by user > 5')));
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('became event_count by user');
    expect((await rules('lint', file('new.yml', run.stdout))).code).toBe(0);
  });

  it('ends with 3 when a person has to do it', async () => {
    const run = await rules('convert', file('near.yml', condition('selection | near other')));
    expect(run).toMatchObject({ code: 3, stdout: '' });
  });
});

describe('redoubt rules explain', () => {
  it('says item by item why', async () => {
    const event = file('event.json', JSON.stringify({ eventType: 'door_closed' }, null, 2));
    const run = await rules('explain', 'door', '--rules', good, '--event', event);
    expect(run.stdout).toContain('- selection: eventType is "door_opened": no, it is "door_closed"');
    expect(run.stdout).toContain('the rule does not match the event');
    const counted = await rules(
      'explain',
      'often',
      '--rules',
      join(often, '..'),
      '--event',
      events(),
      '--line',
      '1',
      '--json',
    );
    expect(counted.json()).toMatchObject({
      kind: 'correlation',
      matches: true,
      correlation: { group: { user: 'ann' } },
    });
  });

  it('says what is wrong with a rule that is refused, and with a name that is none', async () => {
    const refused = await rules('explain', 'door', '--rules', bad, '--event', events());
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('bad.yml:7: unknown_modifier');
    const typo = await rules('explain', 'doot', '--rules', good, '--event', events());
    expect(typo.stderr).toContain('did you mean door?');
    expect(await rules('explain', 'door', '--rules', good)).toMatchObject({ code: 2 });
  });

  const events = (): string => join(temp.path, 'events.jsonl');
});
