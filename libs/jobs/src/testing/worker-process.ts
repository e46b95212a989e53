import { appendFileSync } from 'node:fs';
import { JobStage, wordType } from './job-stage.ts';

/** A worker as a process of its own, to be killed: `<queue> <file>`; writes a line at the start of each job, and waits. */
const [queue = '', file = ''] = process.argv.slice(2);
const stage = new JobStage();
stage.worker(
  wordType({ queue }),
  async ({ word }) => {
    appendFileSync(file, `${word}\n`);
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  },
  { concurrency: 3, lockMs: 1_000, stalledIntervalMs: 500 },
);
