import { join } from 'node:path';
import { createTempDir } from '@redoubt/test-kit';
import { givenRedis, Stack } from '../dev/stack.ts';
import { listenForStop } from '../dev/stop-signals.ts';
import { parseSmokeOptions } from './smoke-options.ts';
import { runSmoke, type SmokeResult } from './smoke-run.ts';

const ROOT = join(import.meta.dirname, '../..');

async function main(): Promise<boolean> {
  const options = parseSmokeOptions(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
  const signals = listenForStop();
  const temp = createTempDir('smoke');
  const stack = new Stack({
    root: ROOT,
    logDir: temp.path,
    onStep: (what) => say(`› starting ${what}`),
    ...givenRedis(process.env),
    ...(process.env.DATABASE_URL ? { databaseUrl: process.env.DATABASE_URL } : {}),
  });
  let isOk = false;
  try {
    const result = await Promise.race([
      runSmoke(stack, options, (text) => say(`› ${text}`)),
      signals.first.then((reason) => Promise.reject(new Error(`stopped by ${reason}`))),
    ]);
    isOk = result.ok;
    await stack.stop();
    print(result, options.isJson);
  } catch (error) {
    await stack.stop().catch(() => undefined);
    throw error;
  } finally {
    if (isOk) temp.remove();
    else keepLogs(temp);
  }
  return isOk;
}

function print(result: SmokeResult, isJson: boolean): void {
  if (isJson) {
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return;
  }
  const { notes, alertList, ...figures } = result;
  for (const [name, value] of Object.entries(figures)) {
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    process.stdout.write(`${name.padEnd(16)} ${text}\n`);
  }
  for (const { ruleId, subject, count } of alertList) {
    process.stdout.write(`  ${ruleId} ${Object.values(subject).join(' ')} ${count}\n`);
  }
  for (const note of notes) process.stdout.write(`  ${note}\n`);
}

function keepLogs(temp: { path: string; keep(): void }): void {
  temp.keep();
  say(`logs of the services: ${temp.path}`);
}

/** Progress goes to standard error: standard output belongs to the result. */
function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

main().then(
  (isOk) => process.exit(isOk ? 0 : 1),
  (error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(1);
  },
);
