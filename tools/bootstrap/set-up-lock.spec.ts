import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTempDir } from '@redoubt/test-kit';

const MODULE = join(import.meta.dirname, 'set-up-lock.mjs');

/** A process that notes when it begins and ends to set up. */
function setUpIn(root: string): { ended: Promise<number | null> } {
  const script = `import { appendFileSync } from 'node:fs';
    import { setTimeout } from 'node:timers/promises';
    import { aloneInSetUp } from ${JSON.stringify(MODULE)};
    const note = (what) => appendFileSync(${JSON.stringify(join(root, 'notes'))}, what + '\\n');
    await aloneInSetUp(${JSON.stringify(root)}, async () => { note('begin'); await setTimeout(50); note('end'); });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
  return { ended: new Promise((resolve) => child.once('exit', resolve)) };
}

describe('commands that set up in one folder', () => {
  const temp = createTempDir('set-up-lock');
  afterAll(() => temp.remove());

  it('do so one after the other', async () => {
    const root = join(temp.path, 'several');
    mkdirSync(root);
    const codes = await Promise.all(Array.from({ length: 4 }, () => setUpIn(root).ended));
    expect(codes).toEqual([0, 0, 0, 0]);
    const notes = readFileSync(join(root, 'notes'), 'utf8').trim().split('\n');
    expect(notes).toEqual(Array.from({ length: 4 }, () => ['begin', 'end']).flat());
  });

  it('go on where one was killed', async () => {
    const root = join(temp.path, 'killed');
    const lock = join(root, '.redoubt/set-up.lock');
    mkdirSync(lock, { recursive: true });
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    writeFileSync(join(lock, 'pid'), String(pid));
    appendFileSync(join(root, 'notes'), '');
    expect(await setUpIn(root).ended).toBe(0);
    expect(readFileSync(join(root, 'notes'), 'utf8')).toBe('begin\nend\n');
  });
});
