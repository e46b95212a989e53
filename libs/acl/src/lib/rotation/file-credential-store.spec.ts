import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTempDir, type TempDir } from '@redoubt/test-kit';
import { FileCredentialStore } from './file-credential-store.ts';

describe('passwords in files', () => {
  let temp: TempDir;
  let store: FileCredentialStore;
  const credential = { user: 'db-writer', password: 'not to be seen', createdAtMs: 5 };
  beforeEach(() => {
    temp = createTempDir('credentials');
    store = new FileCredentialStore(temp.path);
  });
  afterEach(() => temp.remove());

  it('are kept for the owner alone, the password by itself for the service', async () => {
    await store.write(credential);
    await store.write({ ...credential, createdAtMs: 6 });
    expect(await store.list()).toEqual([{ ...credential, createdAtMs: 6 }]);
    expect(readFileSync(join(temp.path, 'db-writer'), 'utf8')).toBe('not to be seen');
    expect(readdirSync(temp.path).sort()).toEqual(['db-writer', 'db-writer.json']);
    for (const name of readdirSync(temp.path)) expect(statSync(join(temp.path, name)).mode & 0o777).toBe(0o600);
    await store.remove('db-writer');
    expect(await store.read('db-writer')).toBeUndefined();
  });

  it('are not taken from a file that others may read', async () => {
    await store.write(credential);
    chmodSync(join(temp.path, 'db-writer.json'), 0o644);
    await expect(store.read('db-writer')).rejects.toThrow('may be read by others');
  });

  it.each(['{"password":"not to be seen"', '"not to be seen"', 'null', '{"user":"cli","password":"not to be seen"}'])(
    'are not quoted when a file holds something else: %s',
    async (text) => {
      writeFileSync(join(temp.path, 'db-writer.json'), text, { mode: 0o600 });
      const refused = store.read('db-writer');
      await expect(refused).rejects.toThrow('what the store keeps of db-writer is no password of it');
      await expect(refused).rejects.not.toThrow('not to be seen');
    },
  );

  it.each(['a b', '../x', '.x', ''])('have no place for %j', async (user) => {
    await expect(store.read(user)).rejects.toThrow('not the name of a user');
    await expect(store.write({ ...credential, user })).rejects.toThrow('not the name of a user');
  });
});
