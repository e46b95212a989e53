import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

interface Stat {
  parentPid: number;
  /** User and system time of the process itself. */
  ownTicks: number;
  /** The same of its children that have ended. */
  endedChildrenTicks: number;
}

let ticksPerSecond: number | undefined;

/**
 * CPU seconds (user and system) that a process, its living descendants and its ended children have used, in steps of a
 * clock tick (10 ms on Linux); undefined when it is gone.
 *
 * @see proc_pid_stat(5)
 */
export function cpuSecondsOfTree(pid: number): number | undefined {
  ticksPerSecond ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  const stats = readAll();
  if (!stats.has(pid)) return undefined;
  let ticks = 0;
  for (const [id, stat] of stats) {
    if (isDescendant(stats, id, pid)) ticks += stat.ownTicks + stat.endedChildrenTicks;
  }
  return ticks / ticksPerSecond;
}

/** Fields of /proc/<pid>/stat; the command in parentheses may itself hold spaces and parentheses. */
export function parseStat(text: string): Stat {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const at = (number: number): number => Number(fields[number - 3]);
  return { parentPid: at(4), ownTicks: at(14) + at(15), endedChildrenTicks: at(16) + at(17) };
}

function readAll(): Map<number, Stat> {
  const stats = new Map<number, Stat>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    try {
      stats.set(pid, parseStat(readFileSync(`/proc/${name}/stat`, 'utf8')));
    } catch {
      // It ended between the two reads.
    }
  }
  return stats;
}

function isDescendant(stats: ReadonlyMap<number, Stat>, pid: number, ancestor: number): boolean {
  for (let at = pid; at > 1; at = stats.get(at)?.parentPid ?? 0) if (at === ancestor) return true;
  return false;
}
