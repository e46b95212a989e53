import { parentPort } from 'node:worker_threads';
import { runBuild } from './build-job.ts';
import { factsOf } from './rule-facts.ts';
import { TestRun } from './test-job.ts';
import type { ThreadMessage } from './thread-jobs.ts';
import { ThreadPacks } from './thread-packs.ts';

/** Runs in a thread of its own: answers every message, those about events of the test begun last. */
let run: TestRun | undefined;

parentPort?.on('message', (message: ThreadMessage) => parentPort?.postMessage(answerTo(message)));

function answerTo(message: ThreadMessage): unknown {
  if ('events' in message) return run?.take(message.events);
  if ('finish' in message) {
    const result = run?.finish();
    run = undefined;
    return result;
  }
  switch (message.kind) {
    case 'find': {
      const rule = new ThreadPacks(message.packs).ruleOf(message.ruleId);
      return rule === undefined ? {} : { rule };
    }
    case 'facts':
      return { rules: new ThreadPacks([message.pack]).rules().map(factsOf) };
    case 'build':
      return runBuild(message);
    case 'test':
      run = new TestRun(message);
      return run.ready;
  }
}
