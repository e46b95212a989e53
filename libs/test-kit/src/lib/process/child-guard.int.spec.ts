import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { waitFor } from '../wait-for.ts';

const PARENT = `
import { createTempDir } from '${import.meta.dirname}/temp-dir.ts';
import { ManagedProcess } from '${import.meta.dirname}/managed-process.ts';
const temp = createTempDir('guard-spec');
const child = await ManagedProcess.launch({ command: 'sleep', args: ['600'], logFile: temp.path + '/log' });
console.log(JSON.stringify({ pid: child.pid, path: temp.path }));
if (process.argv.includes('exit')) process.exit(0);
`;

/** Ended processes may stay listed as defunct where nobody collects orphans. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync('/proc/self/stat') || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

async function startParent(...args: string[]) {
  const parent = spawn(process.execPath, ['--input-type=module', '-e', PARENT, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { value } = (await createInterface(parent.stdout)[Symbol.asyncIterator]().next()) as { value: string };
  return { parent, child: JSON.parse(value) as { pid: number; path: string } };
}

describe('child guard', () => {
  it('ends children and removes folders when the parent is killed', async () => {
    const { parent, child } = await startParent();
    expect(isAlive(child.pid)).toBe(true);
    expect(existsSync(child.path)).toBe(true);
    parent.kill('SIGKILL');
    await waitFor(() => !isAlive(child.pid), { what: 'child ended' });
    await waitFor(() => !existsSync(child.path), { timeoutMs: 15_000, what: 'folder removed' });
  });

  it('does the same when the parent exits without stopping them', async () => {
    const { child } = await startParent('exit');
    await waitFor(() => !isAlive(child.pid), { what: 'child ended' });
  });
});
