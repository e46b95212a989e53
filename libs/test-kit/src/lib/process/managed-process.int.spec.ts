import { join } from 'node:path';
import { waitFor } from '../wait-for.ts';
import { ManagedProcess } from './managed-process.ts';
import { createTempDir } from './temp-dir.ts';

describe('ManagedProcess', () => {
  const temp = createTempDir('process-spec');
  afterAll(() => temp.remove());
  const shell = (script: string) =>
    ManagedProcess.launch({ command: 'sh', args: ['-c', script], logFile: join(temp.path, 'log') });

  it('writes output to the log and reports how the process ended', async () => {
    const child = await shell('echo hello; exit 3');
    expect(await child.exited).toEqual({ code: 3, signal: null });
    expect(child.isRunning).toBe(false);
    expect(child.logTail(1)).toBe('hello');
  });

  it('stops by its signal, also while paused', async () => {
    const child = await shell('sleep 600');
    child.signal('SIGSTOP');
    expect(await child.stop()).toEqual({ code: null, signal: 'SIGTERM' });
  });

  it('kills what ignores the signal', async () => {
    const child = await shell('trap "" TERM; echo armed; while :; do sleep 0.05; done');
    await waitFor(() => child.logTail(1) === 'armed');
    expect(await child.stop({ timeoutMs: 50 })).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('says when a command is missing', async () => {
    const missing = ManagedProcess.launch({ command: 'no-such-command', args: [], logFile: join(temp.path, 'log') });
    await expect(missing).rejects.toThrow('ENOENT');
  });
});
