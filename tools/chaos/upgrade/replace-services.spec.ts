import { replaceServices, type ReplacedApp } from './replace-services.ts';

const BEFORE = { name: 'before', root: '/before' };
const AFTER = { name: 'after', root: '/after' };

/** Starts from every folder but `broken`. */
class FakeApp implements ReplacedApp {
  readonly name: string;
  isRunning = true;
  root = BEFORE.root;
  readonly #exitCode: number | null;
  readonly #broken: string | undefined;

  constructor(name: string, { exitCode = 0, broken }: { exitCode?: number | null; broken?: string } = {}) {
    this.name = name;
    this.#exitCode = exitCode;
    this.#broken = broken;
  }

  startFrom(root: string): void {
    this.root = root;
  }

  start(): Promise<void> {
    if (this.root === this.#broken) return Promise.reject(new Error(`not ready\nend of its log`));
    this.isRunning = true;
    return Promise.resolve();
  }

  stop(): Promise<number | null> {
    this.isRunning = false;
    return Promise.resolve(this.#exitCode);
  }
}

async function replaced(apps: readonly FakeApp[]): Promise<{ undone: string[]; steps: string[]; held: Set<string> }> {
  const steps: string[] = [];
  const held = new Set<string>();
  const onStep = (text: string): number => steps.push(`${text}, ${[...held].join()} held`);
  const how = { kind: 'upgrade' as const, from: BEFORE, to: AFTER, held, startedMs: 0, onStep, besideMs: 0 };
  const { undone, faults } = await replaceServices(apps, how);
  expect(faults.map(({ kind }) => kind)).toEqual(apps.map(() => 'upgrade'));
  return { undone, steps, held };
}

it('replaces one after the other, and holds none that is not being replaced', async () => {
  const apps = [new FakeApp('db-writer'), new FakeApp('ingest-gateway')];
  const { undone, steps, held } = await replaced(apps);
  expect(undone).toEqual([]);
  expect(steps).toEqual(['upgrade of db-writer,  held', 'upgrade of ingest-gateway,  held']);
  expect(held.size).toBe(0);
  expect(apps.map(({ root, isRunning }) => [root, isRunning])).toEqual([
    ['/after', true],
    ['/after', true],
  ]);
});

it.each([
  [{ exitCode: 75 }, 'db-writer of before ended with 75 when it was replaced'],
  [{ exitCode: null }, 'db-writer of before ended with a signal when it was replaced'],
])('tells of one that does not drain: %o', async (how, told) => {
  expect((await replaced([new FakeApp('db-writer', how)])).undone).toEqual([told]);
});

it('tells of one that had ended before', async () => {
  const app = new FakeApp('db-writer');
  app.isRunning = false;
  expect((await replaced([app])).undone).toEqual(['db-writer of before had ended by itself']);
});

it('goes on with the old release of one that does not start, and tells', async () => {
  const app = new FakeApp('db-writer', { broken: AFTER.root });
  expect((await replaced([app])).undone).toEqual(['db-writer of after did not start: Error: not ready']);
  expect([app.root, app.isRunning]).toEqual([BEFORE.root, true]);
});
