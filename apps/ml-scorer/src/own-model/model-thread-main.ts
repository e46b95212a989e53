import { parentPort, workerData } from 'node:worker_threads';
import { toError } from '@redoubt/contracts';
import { loadOnnxSession, type OnnxSession } from './onnx-session.ts';
import type { ThreadAnswer, ThreadOptions, ThreadQuestion } from './thread-messages.ts';

const say = (answer: ThreadAnswer): void => parentPort?.postMessage(answer);

async function answer(session: OnnxSession, { id, rows, count }: ThreadQuestion): Promise<ThreadAnswer> {
  try {
    return { kind: 'scores', id, scores: await session.score(rows, count) };
  } catch (error) {
    return { kind: 'failed', id, detail: toError(error).message };
  }
}

const session = await loadOnnxSession(workerData as ThreadOptions);
let last = Promise.resolve();
parentPort?.on('message', (question: ThreadQuestion) => {
  last = last.then(async () => say(await answer(session, question)));
});
say({ kind: 'loaded' });
