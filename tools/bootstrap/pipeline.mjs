import { join } from 'node:path';
import { runJest } from './jest-run.mjs';
import { say, secondsSince } from './output.mjs';
import { ensurePage } from './page.mjs';
import { run } from './run.mjs';
import { withSecondRun } from './second-run.mjs';

const bin = (root, name) => join(root, 'node_modules', name);

function plain(...commands) {
  return { commands };
}

function jest(project, ...options) {
  return { jest: ['--selectProjects', project, ...options], needsRedis: project !== 'unit' };
}

function inShards(shards, project, ...options) {
  return { ...jest(project, '--runInBand', ...options), shards };
}

/** The stages of `npm test`, in order. A stage is a list of commands or one jest run. */
export const STAGES = {
  lint: plain(
    // No cache: what a file may import depends on the tags and types of other files.
    ['eslint/bin/eslint.js', '.'],
    ['prettier/bin/prettier.cjs', '--check', '--cache', '--log-level', 'warn', '.'],
  ),
  types: plain(
    ['typescript/bin/tsc', '-p', 'tsconfig.json'],
    // Runs in browsers: another library, no Node.
    ['typescript/bin/tsc', '-p', 'apps/dashboard-web/tsconfig.json'],
  ),
  unit: jest('unit'),
  // Specs that consume share the groups of one cluster, so those of a run go one after the other. Mostly they wait:
  // runs side by side, each with servers of its own, keep two processors busy.
  int: inShards(2, 'int', '--testPathIgnorePatterns', '/node_modules/', String.raw`\.failover\.spec\.ts$`),
  failover: inShards(2, 'int', '--testPathPatterns', String.raw`\.failover\.spec\.ts$`),
  e2e: jest('e2e', '--runInBand'),
  web: { ...inShards(2, 'web'), needsPage: true, needsChromium: true },
};

/**
 * Runs stages one after the other but for those that only read, all of them even when one fails.
 *
 * A stage of plain commands counts as one test. The last line is exactly `N passed, N failed`.
 */
export async function runPipeline({ root, node, env, stages, args }) {
  const startedAt = Date.now();
  const results = [];
  for (const names of sideBySide(stages)) {
    const stageStartedAt = Date.now();
    const title = names.join(', ');
    say(`\n── ${title} ${'─'.repeat(Math.max(0, 60 - title.length))}`);
    const run = async (name) => {
      const counts = await runStage(name, { root, node, env, args });
      return { name, ...counts, duration: secondsSince(stageStartedAt) };
    };
    results.push(...(await Promise.all(names.map(run))));
  }
  return summarise(results, startedAt);
}

/** Stages that keep one processor busy each, and start no servers, run together. */
function sideBySide(stages) {
  const together = stages.filter((name) => STAGES[name].commands !== undefined);
  return [together, ...stages.filter((name) => !together.includes(name)).map((name) => [name])].filter(
    (names) => names.length > 0,
  );
}

async function runStage(name, { root, node, env, args }) {
  const stage = STAGES[name];
  if (stage.needsPage && !(await isPageBuilt({ root, node, env }))) return { passed: 0, failed: 1, skipped: [] };
  if (stage.jest !== undefined) return runShards(name, { root, node, env, args });
  let isOk = true;
  for (const [script, ...rest] of stage.commands) {
    isOk = (await run(node, [bin(root, script), ...rest, ...args], { cwd: root, env })) === 0 && isOk;
  }
  return { passed: isOk ? 1 : 0, failed: isOk ? 0 : 1, skipped: [] };
}

/** A page that cannot be built, or is too heavy, fails the stage that needs it and no other. */
async function isPageBuilt({ root, node, env }) {
  try {
    await ensurePage(root, node, env);
    return true;
  } catch (error) {
    say(error.isExpected === true ? error.message : error.stack);
    return false;
  }
}

async function runShards(name, context) {
  const { shards = 1, jest: options } = STAGES[name];
  const partOf = (shard) => (shards > 1 ? [`--shard=${shard}/${shards}`] : []);
  const runs = Array.from({ length: shards }, (_, index) =>
    runJest(`${name}-${index + 1}`, [...partOf(index + 1), ...options], context),
  );
  const counts = await Promise.all(runs);
  const sum = (key) => counts.reduce((total, one) => total + one[key], 0);
  const first = {
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: counts.flatMap(({ skipped }) => skipped),
    files: counts.flatMap(({ files }) => files),
  };
  if (name === 'unit') return { ...first, failures: first.files.flatMap(({ failures }) => failures) };
  return withSecondRun(first, (files) => {
    say(`\n${name}: ${files.length} file(s) with failures run again, alone`);
    return runJest(
      `${name}-again`,
      ['--selectProjects', options[1], '--runInBand', '--runTestsByPath', ...files],
      context,
    );
  });
}

function summarise(results, startedAt) {
  say('');
  for (const { name, passed, failed, skipped, failures = [], unsteady = [], duration } of results) {
    const skips = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
    say(`${failed > 0 ? '✖' : '✔'} ${name.padEnd(9)} ${passed} passed, ${failed} failed${skips} in ${duration}`);
    for (const title of failures) say(`    failed: ${title}`);
    for (const title of skipped) say(`    skipped: ${title}`);
    for (const title of unsteady) say(`    unsteady, failed once and passed alone: ${title}`);
  }
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  say(`all stages in ${secondsSince(startedAt)}`);
  process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed\n`);
  return sum('failed') > 0 ? 1 : 0;
}
