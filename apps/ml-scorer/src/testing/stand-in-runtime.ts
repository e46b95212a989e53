import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How the stand-in answers: a score for every row, at once or after so many ms, a failure, or never. */
export type StandInMode = `score ${number}` | `score ${number} ${number}` | 'fail' | 'hang';

/**
 * A package of the interface of onnxruntime-web that needs no download. Its "model" is a file that says how to answer,
 * read anew for every batch.
 */
const PACKAGE = `
const { readFileSync } = require('node:fs');
class Tensor { constructor(type, data, dims) { Object.assign(this, { type, data, dims }); } }
const InferenceSession = { async create(model) {
  const file = String(Buffer.from(model));
  if (!file.startsWith('/')) throw new Error('this is no model');
  return { inputNames: ['x'], outputNames: ['label', 'score'], async run({ x }) {
    const [mode, score, delayMs = 0] = readFileSync(file, 'utf8').split(' ');
    await new Promise((resolve) => setTimeout(resolve, Number(delayMs)));
    if (mode === 'hang') for (;;);
    if (mode === 'fail') throw new Error('the model failed');
    return { score: new Tensor('float32', new Float32Array(x.dims[0]).fill(Number(score)), [x.dims[0], 1]) };
  } };
} };
module.exports = { env: {}, Tensor, InferenceSession };
`;

/** Installs the stand-in and a model for it under `dir`. */
export function installStandIn(dir: string): { file: string; runtimeDir: string; answer(mode: StandInMode): void } {
  const packageDir = join(dir, 'node_modules/onnxruntime-web');
  mkdirSync(packageDir, { recursive: true });
  writeFileSync(join(packageDir, 'package.json'), '{"name":"onnxruntime-web","main":"index.js"}');
  writeFileSync(join(packageDir, 'index.js'), PACKAGE);
  const [file, modeFile] = [join(dir, 'fraud.onnx'), join(dir, 'mode')];
  writeFileSync(file, modeFile);
  const answer = (mode: StandInMode): void => writeFileSync(modeFile, mode);
  answer('score 0.9');
  return { file, runtimeDir: dir, answer };
}
