import { waitFor } from '../wait-for.ts';
import { ProcessSet } from './process-set.ts';

const endless = 'console.log(process.env.WORD, process.argv[1]); setInterval(() => undefined, 1000)';

it('starts programs with what they are given, and leaves none behind', async () => {
  const set = new ProcessSet('set');
  const one = await set.start('one', ['-e', endless, 'first'], { WORD: 'hello' });
  await waitFor(() => one.logTail().includes('hello first'), { timeoutMs: 20_000 });
  // One that stands still has to go as well.
  one.signal('SIGSTOP');
  await set.killAll();
  expect(one.exit).toEqual({ code: null, signal: 'SIGKILL' });
  const two = await set.start('two', ['-e', endless], {});
  await set.close();
  expect(two.isRunning).toBe(false);
  expect(() => two.logTail()).toThrow('ENOENT');
});
