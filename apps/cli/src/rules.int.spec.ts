import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { readOrgRules, readPack, readSettingsVersion } from '@redoubt/rulebook';
import type { RulePack } from '@redoubt/sigma';
import { CliStage } from './testing/cli-stage.ts';

jest.setTimeout(60_000);
let stage: CliStage;
let folder: string;

const rule = (id: string, name: string, detection: string): string =>
  `title: ${name}\nid: ${id}\nauthor: Ann\nlogsource:\n  product: redoubt\ndetection:\n  selection:\n    ${detection}\n  condition: selection\nlevel: high\n`;
const good = '11111111-1111-4111-8111-111111111111';
const other = '22222222-2222-4222-8222-222222222222';

beforeAll(async () => {
  stage = await CliStage.open();
  folder = join(stage.temp.path, 'my-rules');
  mkdirSync(join(folder, 'tests'), { recursive: true });
  writeFileSync(join(folder, 'good.yml'), rule(good, 'Good rule', 'eventType: door_opened'));
  writeFileSync(join(folder, 'bad.yml'), rule(other, 'Bad rule', 'user|nonsense: x'));
  writeFileSync(join(folder, 'tests/good.yml'), 'not: a rule\n');
});
afterAll(() => stage.close());

const commandsOf = async (orgId: OrgId): Promise<number> =>
  Number(await stage.redis.call('XLEN', orgKeys(orgId).commandsStream(), []));

describe('redoubt rules import', () => {
  it('stores what loads, says what does not, and is in force in Redis when it ends', async () => {
    const orgId = await stage.createOrg('imports');
    const before = await commandsOf(orgId);
    const run = await stage.ok('rules', 'import', folder, '--pack', 'mine', '--org', 'imports', '--enable', '--json');
    const report = run.json() as { pack: { version: string } };
    expect(report).toMatchObject({
      organization: 'imports',
      ...{ files: 2, rules: 1, isNew: true, isEnabled: true, isLive: true, notEvaluable: [] },
      refused: [{ path: 'bad.yml', line: 8, code: 'unknown_modifier', ruleId: other }],
    });
    const { version } = report.pack;
    const rules = await readOrgRules(stage.redis, orgId);
    expect(rules.packs).toEqual([
      { packId: 'redoubt-core', version: 'built-in' },
      { packId: 'mine', version },
    ]);
    const pack = JSON.parse((await readPack(stage.redis, 'mine', version)).toString('utf8')) as RulePack;
    expect(pack.rules.map(({ id, path }) => [id, path])).toEqual([[good, 'good.yml']]);
    expect(await commandsOf(orgId)).toBe(before + 1);
  });

  it('is the same version from the same files, and refuses other content under one', async () => {
    await stage.createOrg('again');
    const args = ['rules', 'import', folder, '--pack', 'again', '--org', 'again', '--json'];
    const first = (await stage.ok(...args)).json() as { pack: object };
    expect(await stage.ok(...args).then((run) => run.json())).toMatchObject({ pack: first.pack, isNew: false });
    await stage.ok('rules', 'import', folder, '--pack', 'again', '--version', '7');
    const changed = await stage.run(['rules', 'import', join(folder, 'good.yml'), '--pack', 'again', '--version', '7']);
    expect(changed).toMatchObject({ code: 7, stdout: '' });
    expect(changed.stderr).toContain('exists with other content');
  });

  it('stores nothing on a dry run, and asks no server without an organisation', async () => {
    const none = { REDIS_NODES: undefined, DATABASE_URL: undefined };
    const run = await stage.run(['rules', 'import', folder, '--pack', 'dry', '--dry-run'], { env: none });
    expect(run).toMatchObject({ code: 0 });
    expect(run.stdout).toContain('not stored (--dry-run)');
  });

  it('ends with 3 when no rule loads, and 2 when asked for what cannot be', async () => {
    const nothing = await stage.run(['rules', 'import', join(folder, 'bad.yml'), '--pack', 'none']);
    expect(nothing).toMatchObject({ code: 3, stdout: '' });
    expect(nothing.stderr).toContain('bad.yml:8: unknown_modifier');
    for (const args of [
      [folder, '--pack', 'redoubt-core'],
      [folder, '--pack', 'No'],
      [folder, '--pack', 'x', '--enable'],
      [join(folder, 'absent'), '--pack', 'x'],
    ]) {
      expect(await stage.run(['rules', 'import', ...args])).toMatchObject({ code: 2, stdout: '' });
    }
  });

  it('keeps a pack of one organisation from others', async () => {
    await stage.createOrg('owner');
    await stage.createOrg('stranger');
    await stage.ok('rules', 'import', folder, '--pack', 'private', '--org', 'owner');
    const stolen = await stage.run(['rules', 'enable', 'private', '--org', 'stranger']);
    expect(stolen).toMatchObject({ code: 2, stdout: '' });
    expect(stolen.stderr).toContain('may use no pack');
    expect((await stage.ok('rules', 'list', '--org', 'stranger')).stdout).not.toContain('private');
  });
});

describe('redoubt rules enable and disable', () => {
  let orgId: OrgId;
  beforeAll(async () => {
    orgId = await stage.createOrg('switches');
    await stage.ok('rules', 'import', folder, '--pack', 'common', '--version', '1');
  });

  const stateOf = async (id: string): Promise<unknown> => {
    const run = await stage.ok('rules', 'list', '--org', 'switches', '--query', id, '--json');
    return (run.json() as { rules: { ruleId: string; state: string }[] }).rules.find((one) => one.ruleId === id)?.state;
  };

  it('put a pack in force and take it out', async () => {
    const on = await stage.ok('rules', 'enable', 'common', '--org', 'switches', '--json');
    expect(on.json()).toMatchObject({ changes: [{ kind: 'pack', id: 'common', version: '1' }], isLive: true });
    expect((await readOrgRules(stage.redis, orgId)).packs).toContainEqual({ packId: 'common', version: '1' });
    expect(await stateOf(good)).toBe('enabled');
    await stage.ok('rules', 'disable', 'common', '--org', 'switches');
    expect((await readOrgRules(stage.redis, orgId)).packs).toEqual([{ packId: 'redoubt-core', version: 'built-in' }]);
  });

  it('keep what is set about a rule, and what is not given again', async () => {
    const id = 'redoubt_brute_force_source';
    await stage.ok('rules', 'enable', id, '--org', 'switches', '--threshold', '20', '--window', '10m');
    await stage.ok('rules', 'enable', id, '--org', 'switches', '--severity', 'critical');
    const set = { threshold: 20, windowSeconds: 600, severity: 'critical' };
    expect((await readOrgRules(stage.redis, orgId)).overrides).toEqual({ [id]: set });
    await stage.ok('rules', 'disable', id, '--org', 'switches');
    expect(await stateOf(id)).toBe('disabled');
    expect(await readOrgRules(stage.redis, orgId)).toMatchObject({ disabled: [id], overrides: { [id]: set } });
    await stage.ok('rules', 'enable', id, '--org', 'switches', '--reset');
    expect(await readOrgRules(stage.redis, orgId)).toMatchObject({ disabled: [], overrides: {} });
  });

  it('switch rules on that are off by default; alert thresholds with their number', async () => {
    const id = 'redoubt_severity_high';
    expect(await stateOf(id)).toBe('off_by_default');
    await stage.ok('rules', 'enable', id, '--org', 'switches', '--threshold', '50');
    expect((await readOrgRules(stage.redis, orgId)).overrides[id]).toEqual({ isEnabled: true, threshold: 50 });
    expect(await stateOf(id)).toBe('enabled');
  });

  it('change nothing when one of the words is wrong', async () => {
    const version = await readSettingsVersion(stage.redis, orgId);
    for (const args of [
      ['redoubt_brute_force_source', 'nonsense'],
      ['redoubt_failed_login', '--threshold', '5'],
      ['common', '--threshold', '5'],
      ['common', '--version', '9'],
    ]) {
      expect(await stage.run(['rules', 'enable', ...args, '--org', 'switches'])).toMatchObject({ code: 2, stdout: '' });
    }
    const typo = await stage.run(['rules', 'disable', 'redoubt_brute_force_sorce', '--org', 'switches']);
    expect(typo.stderr).toContain('did you mean redoubt_brute_force_source');
    expect(await readSettingsVersion(stage.redis, orgId)).toBe(version);
  });

  it('show rules that nothing the organisation sends could match', async () => {
    const seen = { categories: [], events: 5, lastSeenMs: 1, fields: ['eventType', 'sourceIp'], isTruncated: false };
    const key = orgKeys(orgId).rulesSeen();
    await stage.redis.call('HSET', key, ['//', JSON.stringify(seen)]);
    const run = await stage.ok('rules', 'list', '--org', 'switches', '--state', 'not_evaluable', '--json');
    const { rules } = run.json() as { rules: { ruleId: string; reason: string; detail: string }[] };
    expect(rules.find(({ ruleId }) => ruleId === 'redoubt_windows_log_cleared')).toMatchObject({ reason: 'no_events' });
    expect(rules.some(({ ruleId }) => ruleId === 'redoubt_brute_force_source')).toBe(false);
    expect((await stage.ok('rules', 'list', '--org', 'switches')).stdout).toMatch(/^PACK +VERSION +STATE/);
  });
});
