import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTempDir, waitFor } from '@redoubt/test-kit';

const MODULE = join(import.meta.dirname, 'set-up-lock.mjs');

interface Run {
  code: number | null;
  stderr: string;
}

/** A process that notes when it begins and ends to set up. */
function setUpIn(
  root: string,
  { work = 'await setTimeout(50)', before = '', waitMs = 60_000 } = {},
): { pid: number | undefined; ended: Promise<Run>; kill: () => void } {
  const script = `import fs from 'node:fs';
    import { setTimeout } from 'node:timers/promises';
    import { aloneInSetUp } from ${JSON.stringify(MODULE)};
    const root = ${JSON.stringify(root)};
    const note = (what) => fs.appendFileSync(root + '/notes', what + '\\n');
    ${before};
    await aloneInSetUp(root, async () => { note('begin'); ${work}; note('end'); }, { waitMs: ${waitMs} })
      .catch((error) => { console.error(error.message); process.exitCode = 1; });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Run>((resolve) => child.once('close', (code) => resolve({ code, stderr })));
  return { pid: child.pid, ended, kill: () => void child.kill('SIGKILL') };
}

describe('commands that set up in one folder', () => {
  const temp = createTempDir('set-up-lock');
  afterAll(() => temp.remove());

  let root: string;
  let count = 0;
  beforeEach(() => {
    root = join(temp.path, String(count++));
    mkdirSync(root);
  });

  const lock = (): string => join(root, '.redoubt/setting-up');
  const notes = (): string[] => {
    if (!existsSync(join(root, 'notes'))) return [];
    return readFileSync(join(root, 'notes'), 'utf8').trim().split('\n');
  };
  const heldBy = (holder: object): void => {
    mkdirSync(lock(), { recursive: true });
    writeFileSync(join(lock(), 'holder.json'), JSON.stringify(holder));
  };
  const holding = (): ReturnType<typeof setUpIn> =>
    setUpIn(root, { work: `while (!fs.existsSync(root + '/enough')) await setTimeout(20)` });
  const begun = (): Promise<unknown> => waitFor(() => notes().includes('begin'), { timeoutMs: 20_000 });

  it('do so one after the other, and leave nothing there', async () => {
    const runs = await Promise.all(Array.from({ length: 4 }, () => setUpIn(root).ended));
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(notes()).toEqual(Array.from({ length: 4 }, () => ['begin', 'end']).flat());
    expect(readdirSync(join(root, '.redoubt'))).toEqual([]);
  });

  it('go on where one was killed, several at once too', async () => {
    const killed = holding();
    await begun();
    killed.kill();
    await killed.ended;
    const runs = await Promise.all(Array.from({ length: 4 }, () => setUpIn(root).ended));
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(notes()).toEqual(['begin', ...Array.from({ length: 4 }, () => ['begin', 'end']).flat()]);
    expect(readdirSync(join(root, '.redoubt'))).toEqual([]);
  });

  it('go on where one was killed whose number is their own now', async () => {
    const holder = `{ pid: process.pid, token: 'other' }`;
    const before = `fs.mkdirSync(root + '/.redoubt/setting-up', { recursive: true });
      fs.writeFileSync(root + '/.redoubt/setting-up/holder.json', JSON.stringify(${holder}))`;
    expect((await setUpIn(root, { before }).ended).code).toBe(0);
    expect(notes()).toEqual(['begin', 'end']);
  });

  it.each([
    ['whose number nobody has', () => ({ pid: spawnSync(process.execPath, ['-e', '']).pid, token: 'other' })],
    ['whose number another process has', () => ({ pid: process.pid, startedAt: 'before', token: 'other' })],
    ['that the power was cut off from', () => ({})],
  ])('go on where one was killed %s', async (_, holder) => {
    heldBy(holder());
    expect((await setUpIn(root).ended).code).toBe(0);
    expect(notes()).toEqual(['begin', 'end']);
  });

  it('go on where the one that took a dead lock away was killed as well', async () => {
    heldBy({});
    mkdirSync(`${lock()}.clearing`);
    utimesSync(`${lock()}.clearing`, new Date(0), new Date(0));
    expect((await setUpIn(root).ended).code).toBe(0);
    expect(readdirSync(join(root, '.redoubt'))).toEqual([]);
  });

  it('wait for a live one for a while and then say whom they waited for', async () => {
    const holder = holding();
    await begun();
    const { code, stderr } = await setUpIn(root, { waitMs: 300 }).ended;
    expect(code).toBe(1);
    expect(stderr.trim().split('\n').at(-1)).toBe(
      `another command (process ${holder.pid}) sets up here and does not end: end it, or remove ${lock()}* if there is none`,
    );
    writeFileSync(join(root, 'enough'), '');
    expect((await holder.ended).code).toBe(0);
    expect(notes()).toEqual(['begin', 'end']);
  });

  it('take no lock away that is not their own', async () => {
    const work = `fs.writeFileSync(root + '/.redoubt/setting-up/holder.json', JSON.stringify({ pid: 1, token: 'other' }))`;
    expect((await setUpIn(root, { work }).ended).code).toBe(0);
    expect(readdirSync(join(root, '.redoubt'))).toEqual(['setting-up']);
  });
});
