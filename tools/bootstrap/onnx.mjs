import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { say, step } from './output.mjs';
import { npm } from './packages.mjs';
import { run } from './run.mjs';

/** The runtime of models that operators bring is no part of the product's packages; the spec of it wants it. */
const FOLDER = 'apps/ml-scorer/onnx';

/** Sees to the runtime; where it cannot be had that is said, and its spec is skipped. */
export async function ensureOnnxRuntime(root) {
  const folder = join(root, FOLDER);
  if (existsSync(join(folder, 'node_modules/onnxruntime-web'))) return;
  const code = await step('installing onnxruntime-web, which a spec runs a model with', () => {
    const { command, args } = npm();
    return run(command, [...args, 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: folder,
      stdio: ['ignore', 2, 2],
    });
  });
  if (code !== 0) say('onnxruntime-web cannot be had here: its spec is skipped');
}
