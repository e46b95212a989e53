import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CliError } from '../command/cli-error.ts';
import { hideSecret } from './hide-secrets.ts';
import { Settings } from './settings.ts';

const dir = mkdtempSync(join(tmpdir(), 'redoubt-settings-'));
const envFile = join(dir, 'dev.env');
afterAll(() => rmSync(dir, { recursive: true }));

beforeEach(() => {
  writeFileSync(
    envFile,
    '# local servers\nREDIS_NODES=127.0.0.1:7000\nDATABASE_URL=postgres://u:p@127.0.0.1/dev\n\nREDOUBT_URL=http://127.0.0.1:8080\nREDOUBT_API_KEY=rk_dev_secret\n',
  );
});

const settings = (env: Record<string, string> = {}) => new Settings({ env, envFile, isFileWanted: false });

describe('settings', () => {
  it('come from the file when the environment names nothing', () => {
    expect(settings().redis()).toEqual({ nodes: [{ host: '127.0.0.1', port: 7000 }] });
    expect(settings().database().url).toBe('postgres://u:p@127.0.0.1/dev');
    expect(settings().gateway()).toEqual({ url: 'http://127.0.0.1:8080', apiKey: 'rk_dev_secret' });
  });

  it('never pair a database of the environment with the Redis of the file', () => {
    const mixed = settings({ DATABASE_URL: 'postgres://u:p@prod/redoubt' });
    expect(mixed.database().url).toBe('postgres://u:p@prod/redoubt');
    expect(() => mixed.redis()).toThrow('REDIS_NODES is not set');
    expect(mixed.list().map((setting) => setting.name)).toEqual(['DATABASE_URL', 'REDOUBT_URL', 'REDOUBT_API_KEY']);
  });

  it('never hand the key of the file to another gateway', () => {
    expect(settings().gateway('https://elsewhere.example')).toEqual({ url: 'https://elsewhere.example' });
    expect(settings({ REDOUBT_URL: 'https://elsewhere.example' }).gateway()).toEqual({
      url: 'https://elsewhere.example',
    });
    expect(settings({ REDOUBT_API_KEY: 'rk_mine_x' }).gateway()).toEqual({
      url: 'http://127.0.0.1:8080',
      apiKey: 'rk_mine_x',
    });
    expect(settings({ REDOUBT_URL: 'https://elsewhere.example' }).list()).not.toContainEqual(
      expect.objectContaining({ name: 'REDOUBT_API_KEY' }),
    );
  });

  it('read secrets from files', () => {
    writeFileSync(join(dir, 'url'), 'postgres://u:from-file@h/d\n');
    expect(settings({ DATABASE_URL_FILE: join(dir, 'url') }).database().url).toBe('postgres://u:from-file@h/d');
  });

  it('have keys of secrets with the servers they belong to', () => {
    const [key, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)].map((bytes) => bytes.toString('base64')) as [
      string,
      string,
    ];
    expect(() => settings().secretKeys()).toThrow('REDOUBT_SECRET_KEY is not set');
    writeFileSync(envFile, `REDIS_NODES=127.0.0.1:7000\nREDOUBT_SECRET_KEY=${key}\n`);
    expect(settings().secretKeys()).toEqual([key]);
    expect(settings({ REDOUBT_SECRET_KEY: `${other},${key}` }).secretKeys()).toEqual([other, key]);
    expect(() => settings({ REDIS_NODES: 'prod:1' }).secretKeys()).toThrow('REDOUBT_SECRET_KEY is not set');
    expect(() => settings({ REDOUBT_SECRET_KEY: 'short' }).secretKeys()).toThrow('a key is 32 bytes as base64');
    expect(settings().list()).toContainEqual({ name: 'REDOUBT_SECRET_KEY', value: key, origin: envFile });
  });

  it('know who runs the command', () => {
    expect(settings({ USER: 'ana' }).userName()).toBe('ana');
    expect(settings().userName()).not.toBe('');
  });

  it('say what to do when nothing is set', () => {
    const none = new Settings({ env: {}, envFile: join(dir, 'absent'), isFileWanted: false });
    try {
      none.redis();
      throw new Error('expected an error');
    } catch (error) {
      expect(error).toMatchObject({ name: 'CliError', exitCode: 2, message: 'REDIS_NODES is not set' });
      expect((error as CliError).hints.join('\n')).toContain('npm start');
    }
  });

  it('refuse a named file that is not there, and a line that is none, without repeating it', () => {
    expect(() => new Settings({ env: {}, envFile: join(dir, 'absent'), isFileWanted: true })).toThrow(
      'there is no file',
    );
    writeFileSync(envFile, 'REDIS_NODES=a:1\nsecret stuff\n');
    expect(() => settings()).toThrow('line 2: not KEY=VALUE');
    expect(() => settings()).not.toThrow('secret stuff');
  });
});

describe('secrets', () => {
  it.each([
    ['DATABASE_URL', 'postgres://u:p@h:5/d?sslpassword=x', 'postgres://u:********@h:5/d?sslpassword=********'],
    ['DATABASE_URL', 'not a url', '********'],
    ['REDOUBT_API_KEY', 'rk_4fJ2kQ9sLmN0pR7t_abc', 'rk_4fJ2kQ9sLmN0pR7t_********'],
    ['REDOUBT_API_KEY', 'nonsense', '********'],
    ['REDIS_PASSWORD', 'x', '********'],
    ['REDIS_PASSWORD_FILE', '/run/secrets/redis', '/run/secrets/redis'],
    ['REDIS_NODES', 'a:1', 'a:1'],
  ])('of %s %s are shown as %s', (name, value, shown) => expect(hideSecret(name, value)).toBe(shown));
});
