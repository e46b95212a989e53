import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from '@redoubt/test-kit';
import { GatewayClient } from '../traffic/gateway-client.ts';
import { claimDataDir, cleanDataDir, devEnvFile, findDataDir, secretKeyFile, sessionKeysFile } from './data-dir.ts';
import { connectControl, ensureDemoOrg, type Control, type DemoOrg } from './demo-org.ts';
import { ensureDemoPeople, type DemoLogin } from './demo-people.ts';
import { ensureDemoSink } from './demo-sink.ts';
import { Feeder } from './feeder.ts';
import { givenRedis, Stack } from './stack.ts';
import { parseStartOptions, START_HELP, type StartOptions } from './start-options.ts';
import { StatusLine } from './status-line.ts';
import { listenForStop, type StopSignals } from './stop-signals.ts';
import { countAlerts, countStored } from './stored-count.ts';
import { packagedRedisVersion } from './packaged-redis.ts';
import { readyText } from './ready-text.ts';

const ORG = 'demo';
const ROOT = join(import.meta.dirname, '../..');

async function main(): Promise<number> {
  const options = parseStartOptions(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
  if (options.isHelp) {
    process.stdout.write(START_HELP);
    return 0;
  }
  if (options.replayFile !== undefined && !existsSync(options.replayFile)) {
    throw new Error(`there is no file ${options.replayFile}`);
  }
  const signals = listenForStop();
  const dataDir = findDataDir(ROOT, { holdsPostgres: !process.env.DATABASE_URL });
  const claim = claimDataDir(dataDir);
  if (options.isClean) cleanDataDir(dataDir);
  const stack = new Stack({
    root: ROOT,
    dataDir,
    logDir: join(dataDir, 'logs'),
    platformOrganization: ORG,
    gatewayPort: options.gatewayPort,
    dashboardPort: options.dashboardPort,
    syslogKeyFile: demoKeyFile(dataDir),
    appEnv: appEnv(dataDir),
    isTls: options.isTls,
    // Off by default; a stall shows on the page, and a full node refuses events before the machine has no memory left.
    redis: { extraArgs: ['--latency-monitor-threshold', '100', '--maxmemory', '1gb'] },
    onStep: (what) => say(`› starting ${what} …`),
    ...givenRedis(process.env),
    ...(process.env.DATABASE_URL ? { databaseUrl: process.env.DATABASE_URL } : {}),
  });
  try {
    const started = run(stack, { options, dataDir, signals });
    // A signal during the start must not wait for the end of the start.
    const isDone = await Promise.race([started.then(() => true), signals.first.then(() => false)]);
    if (!isDone) await Promise.race([started.catch(() => undefined), signals.second, stopSoon(started)]);
    return 0;
  } finally {
    await stopAll(stack, signals);
    rmSync(devEnvFile(ROOT), { force: true });
    claim.release();
  }
}

interface Run {
  options: StartOptions;
  dataDir: string;
  signals: StopSignals;
}

/** Starts everything and plays traffic until a stop is wanted. */
async function run(stack: Stack, { options, dataDir, signals }: Run): Promise<void> {
  await stack.startServers();
  const control = await connectControl(stack);
  try {
    const demo = await demoOrg(control, dataDir);
    const login = await demoLogin(control, demo, dataDir);
    await ensureDemoSink(control, demo.organization.id);
    await stack.startApps();
    writeDevEnv(stack, demo, dataDir);
    say(readyText({ stack, demo, login, dataDir, options }));
    await play(stack, { control, demo, options, signals });
  } finally {
    await control.close();
  }
}

async function play(
  stack: Stack,
  { control, demo, options, signals }: { control: Control; demo: DemoOrg; options: StartOptions; signals: StopSignals },
): Promise<void> {
  const feeder = new Feeder(new GatewayClient({ url: stack.gatewayUrl, apiKey: demo.apiKey }));
  const storedBefore = await countStored(control, demo.organization.id);
  const isNew = storedBefore === 0;
  const read = async () => ({
    accepted: feeder.counts.accepted,
    stored: (await countStored(control, demo.organization.id)) - storedBefore,
    alerts: await countAlerts(control, demo.organization.id),
  });
  const status = new StatusLine(read);
  status.start();
  const died = stack.anyDeath().then((text) => Promise.reject(new Error(text)));
  try {
    await Promise.race([feed(feeder, { ...options, isNew }), died, signals.first]);
    await Promise.race([died, signals.first]);
  } finally {
    await feeder.stop();
    status.stop();
    await untilStored(read).catch(() => undefined);
    const { accepted, stored } = await read().catch(() => ({ accepted: feeder.counts.accepted, stored: undefined }));
    say(`accepted ${accepted}, refused ${feeder.counts.refused}, stored ${stored ?? 'unknown'}`);
  }
}

/** Lets the last events arrive, so that the closing figures agree. */
function untilStored(read: () => Promise<{ accepted: number; stored: number }>): Promise<unknown> {
  return waitFor(async () => {
    const { accepted, stored } = await read();
    return stored >= accepted;
  });
}

async function feed(feeder: Feeder, options: StartOptions & { isNew: boolean }): Promise<void> {
  const { replayFile, ratePerSecond, seed = Date.now() % 2 ** 31 } = options;
  if (replayFile === undefined) {
    if (ratePerSecond === 0) return;
    // More than the day that anomaly scoring takes to learn.
    if (options.isNew) await feeder.sendHistory({ seed, hours: 26, perMinute: 6 });
    await feeder.runDemo({ seed, ratePerSecond });
    return;
  }
  await feeder.runReplay(replayFile, options);
  const { sent, accepted, refused } = feeder.counts;
  say(`\nreplayed ${sent} lines of ${replayFile}: ${accepted} accepted, ${refused} refused`);
  for (const { item, code, detail } of feeder.refusals) say(`  refused (${code}: ${detail}): ${item}`);
}

/** Further environment of the services. */
function appEnv(dataDir: string): Record<string, Record<string, string>> {
  // Channels to try things out with are on this machine.
  const keys = { REDOUBT_SECRET_KEY_FILE: secretKeyFile(dataDir) };
  const channels = { ...keys, NOTIFY_ALLOW_PRIVATE_TARGETS: 'true' };
  const version = process.env.REDIS_NODES ? undefined : packagedRedisVersion();
  const vouched: Record<string, string> = version === undefined ? {} : { VOUCHED_VERSIONS: version };
  return {
    'acl-manager': vouched,
    'compliance-reporter': vouched,
    'alert-engine': channels,
    'siem-forwarder': keys,
    'ingest-gateway': keys,
    dashboard: { ...channels, SESSION_KEYS_FILE: sessionKeysFile(dataDir) },
  };
}

function demoKeyFile(dataDir: string): string {
  return join(dataDir, 'demo-key');
}

async function demoLogin(control: Control, demo: DemoOrg, dataDir: string): Promise<DemoLogin> {
  const file = join(dataDir, 'demo-password');
  const known = existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
  const login = await ensureDemoPeople(control, demo.organization.id, known);
  writeFileSync(file, `${login.password}\n`, { mode: 0o600 });
  return login;
}

async function demoOrg(control: Control, dataDir: string): Promise<DemoOrg> {
  const keyFile = demoKeyFile(dataDir);
  const known = existsSync(keyFile) ? readFileSync(keyFile, 'utf8').trim() : undefined;
  const demo = await ensureDemoOrg(control, ORG, known);
  writeFileSync(keyFile, `${demo.apiKey}\n`, { mode: 0o600 });
  return demo;
}

/** Lets `redoubt` commands in this checkout find what is running. */
function writeDevEnv(stack: Stack, demo: DemoOrg, dataDir: string): void {
  const values = {
    REDIS_NODES: stack.redisNodes,
    ...stack.loginEnv('cli'),
    ...stack.usersEnv(),
    DATABASE_URL: stack.databaseUrl,
    REDOUBT_URL: stack.gatewayUrl,
    REDOUBT_API_KEY: demo.apiKey,
    REDOUBT_SECRET_KEY_FILE: secretKeyFile(dataDir),
    REDOUBT_SERVICES: stack.apps.map(({ name, opsUrl }) => `${name}=${opsUrl}`).join(','),
  };
  const text = Object.entries(values).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(devEnvFile(ROOT), text.join(''), { mode: 0o600 });
}

async function stopAll(stack: Stack, signals: StopSignals): Promise<void> {
  say('stopping (Ctrl-C again to force) …');
  const stopping = stack.stop();
  const isForced = await Promise.race([stopping.then(() => false), signals.second.then(() => true)]);
  if (isForced) await stack.stop({ isForced: true });
  say('stopped');
}

/** Gives a start that was interrupted a moment to come to a point where it can be undone. */
async function stopSoon(started: Promise<void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, 5_000);
  await Promise.race([promise, started.catch(() => undefined)]);
  clearTimeout(timer);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
