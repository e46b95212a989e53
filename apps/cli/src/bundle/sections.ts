import { release } from 'node:os';
import { AclCluster, parseClientList } from '@redoubt/acl';
import { EventPartitions, readSchemaState, readServerFacts, startOfDayMs } from '@redoubt/storage';
import { findAdmin } from '../acl/admin.ts';
import type { Context } from '../command/context.ts';
import { takeDoctor } from '../doctor/take-doctor.ts';
import { DEFAULT_FLOW_LIMITS, readFlow } from '../health/flow-checks.ts';
import { hideSecret } from '../settings/hide-secrets.ts';
import { logSections } from './log-sections.ts';

/** A part of the bundle. */
export interface Section {
  /** Its file. */
  path: string;
  what: string;
  /** @throws Error when it cannot be had; the bundle goes without it and says why */
  collect: () => Promise<string>;
}

export interface SectionOptions {
  services: ReadonlyMap<string, string>;
  version: string;
  /** Folder with log files. */
  logs: string | undefined;
  /** Last lines of each. */
  logLines: number;
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const timeoutMs = 5_000;

/** What the bundle is made of, in the order of its files. */
export async function sectionsOf(context: Context, options: SectionOptions): Promise<Section[]> {
  const { services, version } = options;
  return [
    {
      ...{ path: 'versions.json', what: 'releases of Redoubt, Node and the system' },
      collect: () =>
        Promise.resolve(
          json({
            redoubt: version,
            node: process.version,
            ...{ platform: process.platform, arch: process.arch, system: release() },
          }),
        ),
    },
    {
      ...{ path: 'settings.json', what: 'settings in use, secrets hidden' },
      collect: () =>
        Promise.resolve(
          json(context.settings.list().map((one) => ({ ...one, value: hideSecret(one.name, one.value) }))),
        ),
    },
    {
      ...{ path: 'doctor.json', what: 'what redoubt doctor finds' },
      collect: async () => json(await takeDoctor(context, { services })),
    },
    {
      ...{ path: 'streams.json', what: 'lag of every group, number of dead letters' },
      collect: async () => json(await readFlow(context, DEFAULT_FLOW_LIMITS)),
    },
    {
      ...{ path: 'postgresql.json', what: 'settings, schema, days and size of PostgreSQL' },
      collect: () => postgresql(context),
    },
    ...redisSections(context),
    ...[...services].flatMap(([name, address]) => serviceSections(name, address)),
    ...(await logSections(options)),
  ];
}

async function postgresql(context: Context): Promise<string> {
  const database = await context.database();
  const days = (await new EventPartitions(database).list()).map((day) =>
    new Date(startOfDayMs(day)).toISOString().slice(0, 10),
  );
  const { nowMs, ...facts } = await readServerFacts(database);
  const at = new Date(nowMs).toISOString();
  return json({ at, facts, schema: await readSchemaState(database), days });
}

function serviceSections(name: string, address: string): Section[] {
  const ask = async (path: string): Promise<string> => {
    const response = await fetch(new URL(path, address), { signal: AbortSignal.timeout(timeoutMs) });
    return response.text();
  };
  return [
    { path: `services/${name}/readyz.json`, what: `what ${name} waits for`, collect: () => ask('/readyz') },
    { path: `services/${name}/metrics.txt`, what: `metrics of ${name}`, collect: () => ask('/metrics') },
  ];
}

function redisSections(context: Context): Section[] {
  const everyNode = async (ask: (cluster: AclCluster, address: string) => Promise<unknown>): Promise<string> => {
    const pool = (await findAdmin(context, {}))?.pool ?? context.nodes();
    const cluster = new AclCluster(pool);
    const nodes = await cluster.nodes();
    const answers = nodes.map(async ({ address, role, health }) => {
      const answer = await ask(cluster, address).catch((error: Error) => ({ failure: error.message }));
      return { address, role, health, answer };
    });
    return json(await Promise.all(answers));
  };
  return [
    {
      ...{ path: 'redis/cluster.json', what: 'CLUSTER INFO and CLUSTER NODES of every node' },
      collect: () =>
        everyNode(async (cluster, address) => ({
          info: lines(await cluster.call(address, 'CLUSTER', 'INFO')),
          nodes: lines(await cluster.call(address, 'CLUSTER', 'NODES')),
        })),
    },
    {
      ...{ path: 'redis/info.json', what: 'INFO of every node' },
      collect: () => everyNode(async (cluster, address) => lines(await cluster.call(address, 'INFO'))),
    },
    {
      ...{ path: 'redis/clients.json', what: 'connections counted by user and name' },
      collect: () =>
        everyNode(async (cluster, address) => {
          const clients = parseClientList(address, String(await cluster.call(address, 'CLIENT', 'LIST')));
          const groups = Map.groupBy(clients, ({ user, name }) => `${user} ${name.replace(/:.*$/, '')}`.trim());
          return Object.fromEntries([...groups].map(([who, list]) => [who, list.length]));
        }),
    },
    {
      ...{ path: 'redis/slowlog.json', what: 'slow commands by name and time, without their arguments' },
      collect: () =>
        everyNode(async (cluster, address) =>
          (((await cluster.call(address, 'SLOWLOG', 'GET', 128)) ?? []) as [number, number, number, string[]][]).map(
            ([, atSeconds, tookUs, [command = '', ...rest]]) => ({
              atSeconds,
              tookUs,
              command,
              argumentCount: rest.length,
            }),
          ),
        ),
    },
  ];
}

function lines(reply: unknown): string[] {
  return String(reply).split(/\r?\n/).filter(Boolean);
}
