import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { toError } from '@redoubt/contracts';
import { usageError } from '../command/cli-error.ts';
import type { Section, SectionOptions } from './sections.ts';

const mostFiles = 50;
const tailBytes = 1024 * 1024;

/** The last lines of every log file in the folder named. @throws CliError when it cannot be read */
export async function logSections({ logs, logLines }: SectionOptions): Promise<Section[]> {
  if (logs === undefined) return [];
  try {
    const names = (await readdir(logs)).filter((name) => /^[\w.-]+\.log$/.test(name)).sort();
    return names.slice(0, mostFiles).map((name) => ({
      ...{ path: `logs/${name}`, what: `last ${logLines} lines` },
      collect: () => tail(join(logs, name), logLines),
    }));
  } catch (error) {
    throw usageError(`the logs cannot be read: ${toError(error).message}`);
  }
}

async function tail(path: string, count: number): Promise<string> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - tailBytes);
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(size - start), position: start });
    const lines = buffer.subarray(0, bytesRead).toString('utf8').split('\n');
    // The first one may have lost its beginning.
    const whole = start > 0 ? lines.slice(1) : lines;
    return `${whole.filter(Boolean).slice(-count).join('\n')}\n`;
  } finally {
    await file.close();
  }
}
