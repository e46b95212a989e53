import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_GROUPS, type GroupName } from '@redoubt/key-schema';
import { createApiKey, provisionOrganization, type Organization } from '@redoubt/tenancy';
import { connectControl, type Control } from '../dev/demo-org.ts';
import { Stack } from '../dev/stack.ts';

const ROOT = join(import.meta.dirname, '../..');

/** PostgreSQL as an operator would run it: durable, with room for its cache and its log. */
export const POSTGRES_SETTINGS = {
  fsync: 'on',
  full_page_writes: 'on',
  shared_buffers: '1GB',
  max_wal_size: '8GB',
  checkpoint_timeout: '15min',
} as const;

/** The way of an event into PostgreSQL, without what only looks on. */
const STORING_APPS = ['db-writer', 'ingest-gateway'];

/** High enough that it is charged on every request and never refuses. */
const QUOTA = { eventsPerSecond: 2_000_000, bytesPerSecond: 2_000_000_000, burstSeconds: 10 };
const PROVISIONED_AT_ONCE = 4;

export interface BenchOrg {
  organization: Organization;
  /** Value of the Authorization header. */
  authorization: string;
}

export interface PlatformOptions {
  logDir: string;
  /** Where services are started from; this checkout if left out. */
  root?: string;
  orgCount: number;
  /** Of each master. */
  replicas?: 0 | 1;
  /** Services to start; those between the sender and PostgreSQL if left out. */
  apps?: readonly string[];
  /** Services for whose groups streams are kept, where more are started later; `apps` if left out. */
  groupsFor?: readonly string[];
  /** Write CPU profiles of the services here when they end. */
  profileDir?: string;
  /** Redis speaks TLS alone; senders come without. */
  isTls?: boolean;
  /** Further environment of the gateway. */
  gatewayEnv?: Readonly<Record<string, string>>;
  /** Further environment of siem-forwarder. */
  forwarderEnv?: Readonly<Record<string, string>>;
  /** Further environment of alert-engine. */
  engineEnv?: Readonly<Record<string, string>>;
  /** Further arguments of the Redis node on a port. */
  redisArgsOf?: (port: number) => Promise<readonly string[]>;
  /** Takes the URL of PostgreSQL and gives the one that services come by. */
  databaseUrlFor?: (url: string) => Promise<string>;
  /** Makes the schema in a database, instead of this checkout. */
  makeSchema?: (databaseUrl: string) => Promise<void>;
  /** Called before services start: for files that these read, and for settings. */
  onProvisioned?: (orgs: readonly BenchOrg[], control: Control) => void | Promise<void>;
  onStep: (text: string) => void;
}

/** A running platform with organisations to send as. */
export interface Platform {
  stack: Stack;
  control: Control;
  orgs: readonly BenchOrg[];
  gatewayPort: number;
  close(): Promise<void>;
}

/** Starts cluster (append-only files, fsync every second), PostgreSQL and services, and provisions organisations. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { logDir, orgCount, replicas = 0, apps = STORING_APPS, groupsFor = apps, isTls = false, onStep } = options;
  const { redisArgsOf, databaseUrlFor, makeSchema } = options;
  const stack = new Stack({
    root: options.root ?? ROOT,
    logDir,
    isTls,
    redis: { masters: 3, replicas, isAppendOnly: true, ...(redisArgsOf ? { argsOf: redisArgsOf } : {}) },
    ...(databaseUrlFor ? { databaseUrlFor } : {}),
    postgresSettings: POSTGRES_SETTINGS,
    appEnv: appEnv(options),
    onStep: (what) => onStep(`starting ${what}`),
  });
  let control: Control | undefined;
  const close = async (): Promise<void> => {
    await control?.close();
    await stack.stop();
  };
  try {
    await stack.startServers();
    await makeSchema?.(stack.databaseUrl);
    // Measurements empty streams and ask servers what no operator has to.
    control = await connectControl(stack, stack.adminLogin(), { migrates: makeSchema === undefined });
    onStep(`provisioning ${orgCount} organisations`);
    const orgs = await provision(control, orgCount, groupsFor);
    await options.onProvisioned?.(orgs, control);
    await stack.startApps(apps);
    return { stack, control, orgs, gatewayPort: Number(new URL(stack.gatewayUrl).port), close };
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
}

function appEnv({
  profileDir,
  replicas = 0,
  gatewayEnv = {},
  forwarderEnv = {},
  engineEnv = {},
}: PlatformOptions): Record<string, Record<string, string>> {
  if (profileDir !== undefined) mkdirSync(profileDir, { recursive: true });
  const own: Record<string, string> =
    profileDir === undefined ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profileDir}` };
  return {
    ...Object.fromEntries(['db-writer', 'ml-scorer'].map((app) => [app, own])),
    'alert-engine': { ...own, ...engineEnv },
    // The generator of load speaks plain HTTP.
    'ingest-gateway': {
      ...own,
      TLS_CERT_FILE: '',
      TLS_KEY_FILE: '',
      DURABILITY: replicas === 0 ? 'master' : 'replicated',
      ...gatewayEnv,
    },
    'siem-forwarder': { ...own, ...forwarderEnv },
  };
}

/** What streams are kept for: nobody waits for services that do not run. */
function groupsOf(apps: readonly string[]): readonly GroupName[] {
  if (!apps.includes('alert-engine')) return ['db_writer'];
  return DEFAULT_GROUPS.filter((group) => group !== 'ml_engine' || apps.includes('ml-scorer'));
}

async function provision(control: Control, count: number, apps: readonly string[]): Promise<BenchOrg[]> {
  const expectedGroups = groupsOf(apps);
  const features = { ml_threat_detection: apps.includes('ml-scorer') };
  const orgs: BenchOrg[] = [];
  const one = async (index: number): Promise<void> => {
    const name = `bench-${index}`;
    const organization = await provisionOrganization(control, {
      name,
      quota: QUOTA,
      features,
      expectedGroups: [...expectedGroups],
    });
    const { text } = await createApiKey(control, { organization: name, name: 'bench', scopes: ['ingest', 'read'] });
    orgs[index] = { organization, authorization: `Bearer ${text}` };
  };
  for (let at = 0; at < count; at += PROVISIONED_AT_ONCE) {
    const some = Array.from({ length: Math.min(PROVISIONED_AT_ONCE, count - at) }, (_, offset) => one(at + offset));
    await Promise.all(some);
  }
  return orgs;
}
