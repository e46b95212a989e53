import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const BUS_PORT_OFFSET = 10_000;

/** Whether packets can be dropped here: it takes iptables and the rights to use it. */
export async function canCutOff(): Promise<boolean> {
  return run('iptables', ['-w', '-S', 'INPUT']).then(
    () => true,
    () => false,
  );
}

/**
 * Drops whatever comes to a node's two ports on loopback; what the node sends on connections it opened itself still
 * leaves, as with a broken firewall.
 *
 * @returns lets it through again
 */
export async function cutOff(port: number): Promise<() => Promise<void>> {
  const ports = `${port},${port + BUS_PORT_OFFSET}`;
  const rule = ['INPUT', '-i', 'lo', '-p', 'tcp', '-m', 'multiport', '--dports', ports, '-j', 'DROP'];
  await run('iptables', ['-w', '-I', ...rule]);
  return async () => {
    await run('iptables', ['-w', '-D', ...rule]);
  };
}
