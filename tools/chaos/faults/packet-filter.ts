import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const BUS_PORT_OFFSET = 10_000;
/** What rules of a run are known by, before its process id. */
const MARK = 'redoubt-';
/** Nobody listens there. */
const UNUSED_PORT = 1;

/** Whether packets can be dropped here: it takes iptables with its matches, and the rights to use it. */
export async function canCutOff(): Promise<boolean> {
  try {
    const heal = await cutOff(UNUSED_PORT);
    await heal();
    return true;
  } catch {
    return false;
  }
}

/**
 * Drops whatever comes to a node's two ports on loopback; what the node sends on connections it opened itself still
 * leaves, as with a broken firewall.
 *
 * @returns lets it through again
 */
export async function cutOff(port: number): Promise<() => Promise<void>> {
  const ports = `${port},${port + BUS_PORT_OFFSET}`;
  const match = ['-m', 'multiport', '--dports', ports, '-m', 'comment', '--comment', `${MARK}${process.pid}`];
  const rule = ['INPUT', '-i', 'lo', '-p', 'tcp', ...match, '-j', 'DROP'];
  await run('iptables', ['-w', '-I', ...rule]);
  return async () => {
    await run('iptables', ['-w', '-D', ...rule]);
  };
}

/** Lets through what runs dropped that were killed meanwhile, and what this one still drops when it ends. */
export function healAtExit(): void {
  deleteRules((pid) => !isAlive(pid));
  process.once('exit', () => deleteRules((pid) => pid === process.pid));
}

/**
 * Rules of runs in a listing of `iptables -S INPUT`.
 *
 * @param isWanted  asked about the process that made a rule
 * @returns what deletes each, as arguments of iptables
 */
export function deletionsOf(listing: string, isWanted: (pid: number) => boolean): string[][] {
  return listing.split('\n').flatMap((line) => {
    const pid = new RegExp(`^-A INPUT .*--comment "?${MARK}(\\d+)"?(?: |$)`).exec(line)?.[1];
    if (pid === undefined || !isWanted(Number(pid))) return [];
    return [['-D', ...line.replaceAll('"', '').split(' ').slice(1)]];
  });
}

/** At once and to its end, as a process that exits has to. Where there is no iptables nothing was dropped. */
function deleteRules(isWanted: (pid: number) => boolean): void {
  try {
    const listing = execFileSync('iptables', ['-w', '-S', 'INPUT'], { encoding: 'utf8', stdio: 'pipe' });
    for (const rule of deletionsOf(listing, isWanted)) execFileSync('iptables', ['-w', ...rule], { stdio: 'ignore' });
  } catch {
    // Nothing can be dropped here either.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
