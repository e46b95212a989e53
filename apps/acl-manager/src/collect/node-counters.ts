/** Counters of one node that only grow until it restarts. */
export interface NodeCounters {
  runId: string;
  uptimeSeconds: number;
  /** Calls of AUTH, and of HELLO, which may authenticate too. */
  authCalls: number;
  wrongPassword: number;
  noPermission: number;
  notAuthenticated: number;
  connections: number;
  rejected: number;
}

/** Reads INFO with the sections server, stats, commandstats and errorstats. */
export function parseNodeCounters(info: string): NodeCounters {
  const text = (name: string): string => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? '';
  const calls = (command: string): number => Number(/calls=(\d+)/.exec(text(`cmdstat_${command}`))?.[1] ?? 0);
  const errors = (kind: string): number => Number(/count=(\d+)/.exec(text(`errorstat_${kind}`))?.[1] ?? 0);
  return {
    runId: text('run_id'),
    uptimeSeconds: Number(text('uptime_in_seconds')),
    authCalls: calls('auth'),
    wrongPassword: errors('WRONGPASS'),
    noPermission: errors('NOPERM'),
    notAuthenticated: errors('NOAUTH'),
    connections: Number(text('total_connections_received')),
    rejected: Number(text('rejected_connections')),
  };
}

type Growth = Omit<NodeCounters, 'runId' | 'uptimeSeconds'>;

const names = ['authCalls', 'wrongPassword', 'noPermission', 'notAuthenticated', 'connections', 'rejected'] as const;

/** What has come since the last look; a node that restarted began at nothing, one seen for the first time counts from now. */
export function growth(before: NodeCounters | undefined, now: NodeCounters): Growth {
  const rows = names.map((name) => {
    if (before === undefined) return [name, 0] as const;
    const isReset = before.runId !== now.runId || now[name] < before[name];
    return [name, isReset ? now[name] : now[name] - before[name]] as const;
  });
  return Object.fromEntries(rows) as unknown as Growth;
}
