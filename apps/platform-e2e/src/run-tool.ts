import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** The checkout. */
export const ROOT = join(import.meta.dirname, '../../..');

export interface RunningTool {
  child: ChildProcess;
  stdout: string;
  stderr: string;
  /** Resolves to the exit code when the tool has ended. */
  ended: Promise<number | null>;
}

/** Starts a program of tools/ with its temporary files under `tmpDir`. */
export function startTool(script: string, args: readonly string[], env: Record<string, string>): RunningTool {
  const child = spawn(process.execPath, [join(ROOT, script), ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = Promise.withResolvers<number | null>();
  child.once('exit', (code) => ended.resolve(code));
  const tool: RunningTool = { child, stdout: '', stderr: '', ended: ended.promise };
  child.stdout.on('data', (chunk: Buffer) => (tool.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (tool.stderr += chunk.toString()));
  return tool;
}

/**
 * Processes that still work in `dir` or hold a file of it open; every process a tool starts logs into such a file.
 *
 * Needs /proc; on other systems the answer is always empty.
 */
export function processesIn(dir: string): string[] {
  if (!existsSync('/proc/self/fd')) return [];
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && isIn(pid, dir));
}

function isIn(pid: string, dir: string): boolean {
  try {
    const links = readdirSync(`/proc/${pid}/fd`).map((fd) => `/proc/${pid}/fd/${fd}`);
    return [`/proc/${pid}/cwd`, ...links].some((link) => isLinkInto(link, dir));
  } catch {
    // It ended while we looked.
    return false;
  }
}

function isLinkInto(link: string, dir: string): boolean {
  try {
    return readlinkSync(link).startsWith(dir);
  } catch {
    return false;
  }
}
