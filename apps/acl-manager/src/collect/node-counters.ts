import type { InfoText } from './info.ts';

/** Counters of one node that only grow until it restarts. */
export interface NodeCounters {
  runId: string;
  uptimeSeconds: number;
  /** Calls of AUTH. */
  authCalls: number;
  wrongPassword: number;
  noPermission: number;
  notAuthenticated: number;
  connections: number;
  rejected: number;
  commands: number;
}

/** Reads INFO with the sections server, stats, commandstats and errorstats. */
export function readNodeCounters(info: InfoText): NodeCounters {
  return {
    runId: info.text('run_id'),
    uptimeSeconds: info.number('uptime_in_seconds'),
    authCalls: info.part('cmdstat_auth', 'calls'),
    wrongPassword: info.part('errorstat_WRONGPASS', 'count'),
    noPermission: info.part('errorstat_NOPERM', 'count'),
    notAuthenticated: info.part('errorstat_NOAUTH', 'count'),
    connections: info.number('total_connections_received'),
    rejected: info.number('rejected_connections'),
    commands: info.number('total_commands_processed'),
  };
}

/** What came between two looks. */
export type Growth = Omit<NodeCounters, 'runId' | 'uptimeSeconds'>;

const names = [
  'authCalls',
  'wrongPassword',
  'noPermission',
  'notAuthenticated',
  'connections',
  'rejected',
  'commands',
] as const;

export const NO_GROWTH: Growth = Object.freeze(Object.fromEntries(names.map((name) => [name, 0])) as unknown as Growth);

/** What has come since the last look; a node that restarted began at nothing, one seen for the first time counts from now. */
export function growth(before: NodeCounters | undefined, now: NodeCounters): Growth {
  const rows = names.map((name) => {
    if (before === undefined) return [name, 0] as const;
    const isReset = before.runId !== now.runId || now[name] < before[name];
    return [name, isReset ? now[name] : now[name] - before[name]] as const;
  });
  return Object.fromEntries(rows) as unknown as Growth;
}
