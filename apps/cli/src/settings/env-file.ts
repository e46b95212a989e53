import { readFileSync } from 'node:fs';

export type EnvValues = Readonly<Record<string, string | undefined>>;

const shape = /^([A-Z][A-Z0-9_]*)=(.*)$/;

/**
 * Reads a file of `KEY=VALUE` lines; blank lines and lines that begin with `#` are skipped, values are taken as they
 * are.
 *
 * @returns undefined when there is no such file
 * @throws Error  it cannot be read, or a line is neither
 */
export function readEnvFile(path: string): EnvValues | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const values: Record<string, string> = {};
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const match = shape.exec(line);
    // The line is not repeated: it may hold a secret.
    if (!match) throw new Error(`${path}, line ${index + 1}: not KEY=VALUE`);
    values[match[1] as string] = match[2] as string;
  }
  return values;
}
