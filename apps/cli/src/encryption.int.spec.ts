import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CliStage } from './testing/cli-stage.ts';
import type { CliRun, RunOptions } from './testing/run-command.ts';

jest.setTimeout(120_000);
let stage: CliStage;
let keyFile: string;

beforeAll(async () => {
  stage = await CliStage.open();
  await stage.run(['org', 'create', 'acme']);
});
afterAll(() => stage.close());
beforeEach(() => {
  keyFile = join(stage.temp.path, 'keys');
  rmSync(keyFile, { force: true });
  writeFileSync(keyFile, `${Buffer.alloc(32, 7).toString('base64')}\n`, { mode: 0o600 });
});

const run = (args: string[], options: RunOptions = {}): Promise<CliRun> =>
  stage.run(args, { env: { REDOUBT_SECRET_KEY_FILE: keyFile }, ...options });

describe('redoubt encryption', () => {
  it('takes stored secrets from an old key to a new one, and the old key away', async () => {
    const added = await run(['channel', 'add', 'slack', '--name', 'one', '--url-file', '-', '--org', 'acme'], {
      stdin: 'https://hooks.example.org/one\n',
    });
    expect(added.code).toBe(0);
    const rotated = await run(['encryption', 'rotate', '--reason', 'yearly', '--json']);
    expect(rotated).toMatchObject({ code: 0, stderr: expect.stringContaining('redoubt encryption status') as string });
    const { key } = rotated.json() as unknown as { key: string };
    const [newest, before] = readFileSync(keyFile, 'utf8').split('\n');
    const old = String(before).split(':')[0] as string;
    expect(newest).toMatch(new RegExp(`^${key}:`));

    const early = await run(['encryption', 'retire', old]);
    expect(early).toMatchObject({ code: 7, stderr: expect.stringContaining('1 secret would be lost') as string });
    const anew = await run(['encryption', 'reencrypt']);
    expect(anew).toMatchObject({ code: 0, stdout: `1 secret of 1 organisation sealed anew with ${key}\n` });
    expect(await run(['encryption', 'retire', old])).toMatchObject({ code: 0, stdout: `retired  ${old}\n` });
    const status = await run(['encryption', 'status', '--json']);
    expect(status.json()).toMatchObject({
      ...{ activeKey: key, keys: [{ id: key, state: 'active', secrets: 1 }] },
      secrets: { current: 1, stale: 0, unreadable: 0 },
    });
    expect(status.stdout).not.toContain(String(newest).slice(key.length + 1));
  });

  it('prepares a key for services that have copies of the file', async () => {
    const prepared = await run(['encryption', 'rotate', '--prepare', '--json']);
    const { key } = prepared.json() as unknown as { key: string };
    expect(readFileSync(keyFile, 'utf8').split('\n')[1]).toMatch(new RegExp(`^${key}:`));
    expect((await run(['encryption', 'rotate', '--activate', key])).stdout).toBe(`active  ${key}\n`);
    expect(readFileSync(keyFile, 'utf8').split('\n')[0]).toMatch(new RegExp(`^${key}:`));
    expect((await run(['encryption', 'rotate', '--activate', 'k0'])).stderr).toContain('there is no key k0');
  });

  it('tells of secrets that nobody here can open, and of keys that others may read', async () => {
    const status = await run(['encryption', 'status']);
    expect(status).toMatchObject({ code: 3, stdout: expect.stringContaining('1 that nobody can open') as string });
    const env = { REDOUBT_SECRET_KEY: Buffer.alloc(32, 9).toString('base64') };
    const rotate = await run(['encryption', 'rotate'], { env });
    expect(rotate).toMatchObject({ code: 2, stderr: expect.stringContaining('REDOUBT_SECRET_KEY_FILE') as string });
    rmSync(keyFile);
    writeFileSync(keyFile, `${Buffer.alloc(32, 7).toString('base64')}\n`, { mode: 0o644 });
    expect((await run(['encryption', 'status'])).stderr).toContain('chmod 600');
  });
});
