import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FEATURES } from './feature-vector.ts';
import type { ThreadOptions } from './thread-messages.ts';

const MAX_MODEL_BYTES = 50 * 1024 * 1024;

/** What is used of onnxruntime-web; onnxruntime-node has the same. */
interface Tensor {
  data: unknown;
  dims: readonly number[];
}
interface Session {
  inputNames: readonly string[];
  outputNames: readonly string[];
  run(feeds: Record<string, Tensor>): Promise<Record<string, Tensor>>;
}
interface OnnxRuntime {
  env: { wasm?: { numThreads?: number } };
  Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => Tensor;
  InferenceSession: { create(model: Uint8Array, options: { logSeverityLevel: 3 }): Promise<Session> };
}

/** A loaded model. */
export interface OnnxSession {
  /** @returns one score of 0 to 1 per row. @throws Error  the model fails, or says something else */
  score(rows: Float32Array, count: number): Promise<Float64Array>;
}

/** @throws Error  no runtime, no such file, too large, another digest, or not a model of one input */
export async function loadOnnxSession({ file, sha256, runtimeDir }: ThreadOptions): Promise<OnnxSession> {
  const model = await readModel(file, sha256);
  const runtime = await loadRuntime(runtimeDir);
  if (runtime.env.wasm) runtime.env.wasm.numThreads = 1;
  const session = await runtime.InferenceSession.create(model, { logSeverityLevel: 3 });
  const [input, ...furtherInputs] = session.inputNames;
  // Classifiers name their labels first and their probabilities last.
  const output = session.outputNames.at(-1);
  if (input === undefined || output === undefined || furtherInputs.length > 0)
    throw new Error('the model must have one input, and an output');
  return {
    async score(rows, count) {
      const answer = await session.run({ [input]: new runtime.Tensor('float32', rows, [count, FEATURES]) });
      return scoresOf(answer[output], count);
    },
  };
}

async function readModel(file: string, sha256: string | undefined): Promise<Uint8Array> {
  const { size } = await stat(file);
  if (size > MAX_MODEL_BYTES) throw new Error(`the model has ${size} bytes, of at most ${MAX_MODEL_BYTES}`);
  const bytes = await readFile(file);
  const digest = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== undefined && digest !== sha256.toLowerCase())
    throw new Error(`the model has the SHA-256 ${digest}, which is not the expected one`);
  return bytes;
}

async function loadRuntime(runtimeDir: string): Promise<OnnxRuntime> {
  const path = createRequire(join(runtimeDir, 'package.json')).resolve('onnxruntime-web');
  const loaded = (await import(pathToFileURL(path).href)) as { default: OnnxRuntime };
  return loaded.default;
}

/** One number per row: the only column, or the last, which is the probability of the last class. */
function scoresOf(tensor: Tensor | undefined, count: number): Float64Array {
  const data = tensor?.data;
  if (!(data instanceof Float32Array)) throw new Error('the output of the model is no tensor of float32');
  const columns = data.length / count;
  if (columns < 1 || !Number.isInteger(columns))
    throw new Error(`the model gave ${data.length} numbers for ${count} rows`);
  return Float64Array.from({ length: count }, (_, row) => {
    const score = data[(row + 1) * columns - 1] as number;
    if (Number.isNaN(score)) throw new Error('the model gave a number that is none');
    return Math.min(1, Math.max(0, score));
  });
}
