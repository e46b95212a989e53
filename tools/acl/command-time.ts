/** Time that nodes spent in commands and how many they ran, by INFO commandstats of each; what replicas are sent left out. */
export function commandTimeUs(infos: readonly string[]): { us: number; calls: number } {
  const rows = infos.flatMap((info) => [...info.matchAll(/^cmdstat_([^:]+):calls=(\d+),usec=(\d+)/gm)]);
  const own = rows.filter(([, name]) => name !== 'replconf' && name !== 'psync');
  return {
    us: own.reduce((sum, [, , , us]) => sum + Number(us), 0),
    calls: own.reduce((sum, [, , calls]) => sum + Number(calls), 0),
  };
}
