import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hideSecret } from '../settings/hide-secrets.ts';
import type { Setting } from '../settings/settings.ts';

const mostFiles = 500;
const largestBytes = 256 * 1024;
/** The same word may stand anywhere in a log. */
const shortest = 8;

/** Every secret that the settings hold or name: values, contents of files, passwords in the folder of passwords. */
export async function knownSecrets(settings: readonly Setting[]): Promise<string[]> {
  const found: string[] = [];
  for (const { name, value } of settings) {
    if (name === 'CREDENTIALS_DIR') found.push(...(await ofFolder(value)));
    else if (name.endsWith('_FILE') && !name.endsWith('_CA_FILE')) found.push(...(await ofFile(value)));
    else if (name === 'DATABASE_URL') found.push(...ofUrl(value));
    else if (hideSecret(name, value) !== value) found.push(value, ...(value.match(/[\w+/=-]{16,}/g) ?? []));
  }
  return [...new Set(found)];
}

/** Machines that the settings name. */
export function knownHosts(settings: readonly Setting[]): string[] {
  return settings.flatMap(({ name, value }) => {
    if (name === 'REDIS_NODES') return value.split(',').map((address) => address.trim().replace(/:\d+$/, ''));
    return [...value.matchAll(/:\/\/(?:[^@/\s]*@)?([^:/\s,]+)/g)].map(([, host = '']) => host);
  });
}

function ofUrl(url: string): string[] {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || parsed.password === '') return [];
  return [parsed.password, decodeURIComponent(parsed.password)];
}

async function ofFolder(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  const lists = await Promise.all(names.slice(0, mostFiles).map((name) => ofFile(join(folder, name))));
  return lists.flat();
}

/** The whole text, its lines, and every long word in it, whatever its form. */
async function ofFile(path: string): Promise<string[]> {
  try {
    const { size } = await stat(path);
    if (size > largestBytes) return [];
    const text = (await readFile(path, 'utf8')).trim();
    // Not names of users and services, which stand beside passwords.
    const words = (text.match(/[\w+/=.~-]{16,}/g) ?? []).filter((word) => /[A-Z0-9]/.test(word));
    const strings = [...text.matchAll(/"(?:password|secret|key)"\s*:\s*"([^"]+)"/gi)].map(([, value = '']) => value);
    return [text, ...text.split('\n').map((line) => line.trim()), ...words, ...strings].filter(isSecretLike);
  } catch {
    // What cannot be read cannot get into the bundle either.
    return [];
  }
}

/** Not times, names of algorithms and the like, which stand beside secrets in such files. */
function isSecretLike(text: string): boolean {
  return text.length >= shortest && !/^\d+$/.test(text) && !/^\d{4}-\d\d-\d\dT/.test(text) && !/^-----/.test(text);
}
