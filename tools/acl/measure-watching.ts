import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { MONITORING_LEVELS, type MonitoringLevel } from '@redoubt/contracts';
import { createTempDir } from '@redoubt/test-kit';
import { connectControl } from '../dev/demo-org.ts';
import { Stack } from '../dev/stack.ts';
import { commandTimeUs } from './command-time.ts';

/**
 * What each monitoring level of acl-manager costs, on three masters and three replicas that do nothing else:
 * `node tools/acl/measure-watching.ts [--seconds 60] [--profile DIR]`.
 */
const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, profile: { type: 'string' } },
});
const seconds = Number(values.seconds);
/** The first looks, probes and writes are no matter of every day. */
const SETTLE_MS = 15_000;

interface Cost {
  level: MonitoringLevel;
  corePercent: number;
  redisPercent: number;
  commandsPerSecond: number;
}

async function costOf(level: MonitoringLevel): Promise<Cost> {
  const temp = createTempDir('watching');
  const profile = values.profile;
  const profiling: Record<string, string> =
    profile === undefined ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${join(resolve(profile), level)}` };
  const stack = new Stack({
    ...{ root: resolve(import.meta.dirname, '../..'), logDir: temp.path, redis: { masters: 3, replicas: 1 } },
    appEnv: { 'acl-manager': { MONITORING_LEVEL: level, ...profiling } },
  });
  try {
    await stack.startServers();
    // Brings the schema up to date; its connections would be counted.
    await (await connectControl(stack)).close();
    await pause(SETTLE_MS);
    const before = await reading(stack);
    await pause(seconds * 1_000);
    const after = await reading(stack);
    const elapsed = (after.atMs - before.atMs) / 1_000;
    const nodes = stack.redis?.nodes.length ?? 1;
    return {
      level,
      corePercent: (100 * (after.cpuSeconds - before.cpuSeconds)) / elapsed,
      redisPercent: (100 * (after.redisUs - before.redisUs)) / 1e6 / elapsed / nodes,
      commandsPerSecond: (after.commands - before.commands) / elapsed,
    };
  } finally {
    await stack.stop();
    temp.remove();
  }
}

async function reading(stack: Stack): Promise<{ atMs: number; cpuSeconds: number; redisUs: number; commands: number }> {
  const text = await (await fetch(`${stack.app('acl-manager').opsUrl}/metrics`)).text();
  const cpuSeconds = Number(/^\w*process_cpu_seconds_total\S* (\S+)/m.exec(text)?.[1]);
  const infos = await Promise.all((stack.redis?.nodes ?? []).map(({ admin }) => admin.info('commandstats')));
  const { us, calls } = commandTimeUs(infos);
  return { atMs: performance.now(), cpuSeconds, redisUs: us, commands: calls };
}

function pause(durationMs: number): Promise<void> {
  return new Promise((done) => setTimeout(done, durationMs));
}

for (const level of MONITORING_LEVELS) {
  const { corePercent, redisPercent, commandsPerSecond } = await costOf(level);
  console.log(
    `${level}: ${corePercent.toFixed(1)} % of a core; ${redisPercent.toFixed(2)} % of a node's time, ` +
      `${commandsPerSecond.toFixed(0)} commands/s over all nodes`,
  );
}
