import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@redoubt/contracts';
import { FileValue } from './file-value.ts';

const dir = mkdtempSync(join(tmpdir(), 'redoubt-file-value-'));
afterAll(() => rmSync(dir, { recursive: true }));
const number = ([text = '']: readonly string[]): number => {
  if (!/^\d+$/.test(text)) throw new Error('no number');
  return Number(text);
};
const path = join(dir, 'value');

describe('FileValue', () => {
  it('follows its file', () => {
    writeFileSync(path, '1');
    const value = new FileValue([path], number, { checkIntervalMs: 0 });
    expect(value.current).toBe(1);
    expect(value.refresh()).toBe(false);
    writeFileSync(path, '22');
    expect(value.current).toBe(22);
  });

  it('keeps the last good value and tries again', () => {
    writeFileSync(path, '1');
    const value = new FileValue([path], number, { checkIntervalMs: 0 });
    writeFileSync(path, 'half');
    expect(value.current).toBe(1);
    expect(value.failure).toBe('no number');
    rmSync(path);
    expect(value.current).toBe(1);
    expect(value.failure).toContain('cannot be read (ENOENT)');
    writeFileSync(path, '333');
    expect(value.current).toBe(333);
    expect(value.failure).toBeUndefined();
  });

  it('looks no more often than it is told', () => {
    writeFileSync(path, '1');
    const value = new FileValue([path], number, { checkIntervalMs: 3_600_000 });
    writeFileSync(path, '22');
    expect(value.current).toBe(1);
    expect(value.refresh()).toBe(true);
    expect(value.current).toBe(22);
  });

  it('follows a link that is turned, as mounted secrets are', () => {
    writeFileSync(join(dir, 'a'), '1');
    writeFileSync(join(dir, 'b'), '2');
    const link = join(dir, 'link');
    symlinkSync('a', link);
    const value = new FileValue([link], number, { checkIntervalMs: 0 });
    symlinkSync('b', `${link}.new`);
    renameSync(`${link}.new`, link);
    expect(value.current).toBe(2);
  });

  it('needs its files at the start', () => {
    expect(() => new FileValue([join(dir, 'absent')], number)).toThrow(ConfigError);
  });
});
