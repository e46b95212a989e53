import { open, readFile, readdir, rename, rm, stat, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isUserName } from '../role.ts';
import { parseCredential, type Credential, type CredentialStore } from './credential-store.ts';

/**
 * One folder, two files a user, mode 0600: `<user>.json` for acl-manager, and `<user>` with the password alone, which a
 * service names as REDIS_PASSWORD_FILE. Written beside and renamed, so that a reader sees the old or the new text and
 * a crash leaves one of them.
 */
export class FileCredentialStore implements CredentialStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async read(user: string): Promise<Credential | undefined> {
    try {
      const file = this.#file(user, '.json');
      const { mode } = await stat(file);
      if ((mode & 0o077) !== 0) throw new Error(`${user}: its file may be read by others than its owner`);
      return parseCredential(await readFile(file, 'utf8'), user);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  async list(): Promise<Credential[]> {
    const names = await readdir(this.#folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [] as string[];
      throw error;
    });
    const users = names.flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -5)] : [])).filter(isUserName);
    const found = await Promise.all(users.map((user) => this.read(user)));
    return found.filter((one) => one !== undefined);
  }

  async write(credential: Credential): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    // The record first: after a crash between the two it says what the other should hold.
    await writeWhole(this.#file(credential.user, '.json'), JSON.stringify(credential));
    await writeWhole(this.#file(credential.user, ''), credential.password);
  }

  async remove(user: string): Promise<void> {
    await rm(this.#file(user, ''), { force: true });
    await rm(this.#file(user, '.json'), { force: true });
  }

  #file(user: string, ending: '' | '.json'): string {
    if (!isUserName(user) || user.startsWith('.')) throw new TypeError('not the name of a user');
    return join(this.#folder, `${user}${ending}`);
  }
}

async function writeWhole(path: string, text: string): Promise<void> {
  const beside = `${path}.new`;
  const file = await open(beside, 'w', 0o600);
  try {
    await file.chmod(0o600);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, path);
  // Without it a loss of power may bring the old name back.
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
