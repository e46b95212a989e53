import { delimiter, dirname, join } from 'node:path';
import { ensureChromium } from './chromium.mjs';
import { ensureShippingTools } from './helm.mjs';
import { ensureNode24 } from './node24.mjs';
import { ensureOnnxRuntime } from './onnx.mjs';
import { say, UserError } from './output.mjs';
import { ensureBuilt } from './native.mjs';
import { ensurePackages } from './packages.mjs';
import { ensurePage } from './page.mjs';
import { runPipeline, STAGES } from './pipeline.mjs';
import { ensureRedis } from './redis.mjs';
import { handOver } from './run.mjs';
import { aloneInSetUp } from './set-up-lock.mjs';
import { ensureSyslogPeers } from './syslog-peers.mjs';

/** Programs that take the terminal over, with their arguments. */
const PROGRAMS = {
  start: 'tools/dev/start.ts',
  smoke: 'tools/smoke/smoke.ts',
  bench: 'tools/bench/bench.ts',
  chaos: 'tools/chaos/chaos.ts',
  mutations: 'tools/mutations/mutate.ts',
  docs: 'tools/docs/generate.ts',
  images: 'tools/ship/images/images.ts',
  audit: 'tools/audit/audit.ts',
};

/** Those of them that show the page. */
const WITH_PAGE = ['start', 'smoke'];

/** Which stages each test command runs. */
const PIPELINES = {
  test: Object.keys(STAGES),
  lint: ['lint'],
  types: ['types'],
  unit: ['unit'],
  int: ['int', 'failover'],
  e2e: ['e2e'],
  web: ['web'],
};

/** Runs one npm script; resolves to its exit code. */
export async function runCommand(root, command, args) {
  const program = PROGRAMS[command];
  const stages = PIPELINES[command];
  if (program === undefined && stages === undefined) {
    throw new UserError(
      `unknown command "${command}": one of ${Object.keys({ ...PROGRAMS, ...PIPELINES }).join(', ')}`,
    );
  }
  const { node, ...setUpEnv } = await aloneInSetUp(root, () => setUp(root, program, stages));
  const env = {
    ...process.env,
    ...setUpEnv,
    PATH: [dirname(node), join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter),
    NX_DAEMON: 'false',
  };
  if (WITH_PAGE.includes(command)) await ensurePage(root, node, env);
  if (command === 'test') {
    say('container images are no part of this: npm run images, where a Docker engine answers');
    say('known weaknesses of packages are no part of this: npm run audit, where a registry answers');
  }
  if (program === undefined) return runPipeline({ root, node, env, stages, args });
  return handOver(node, [join(root, program), ...args], { cwd: root, env });
}

/** Brings what a command needs. @returns the path of Node 24, and the environment that names servers and browser */
async function setUp(root, program, stages) {
  await ensurePackages(root);
  const node = await ensureNode24(root);
  await ensureBuilt(root, node);
  const needsRedis =
    program === undefined ? stages.some((stage) => STAGES[stage].needsRedis) : !process.env.REDIS_NODES;
  const redisEnv = needsRedis ? await ensureRedis(root) : {};
  const needsChromium = stages?.some((stage) => STAGES[stage].needsChromium) ?? false;
  const chromiumEnv = needsChromium ? await ensureChromium(root, node) : {};
  if (stages?.includes('unit')) await ensureOnnxRuntime(root);
  if (stages?.includes('int')) {
    await ensureSyslogPeers(root);
    await ensureShippingTools(root);
  }
  return { node, ...redisEnv, ...chromiumEnv };
}
