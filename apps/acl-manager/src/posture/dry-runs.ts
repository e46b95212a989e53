import { DANGEROUS_COMMANDS, type AclCluster } from '@redoubt/acl';
import { DANGEROUS } from './dangerous.ts';

/** Commands to ask about, with arguments that a server can judge. */
const SAMPLES = DANGEROUS_COMMANDS.filter(([name = '', sub = '']) => {
  const full = `${name}|${sub}`.toLowerCase();
  return DANGEROUS.includes(full) || DANGEROUS.includes(name.toLowerCase());
});

/**
 * Asks every node what it would let each user do of what is dangerous; runs nothing.
 *
 * @returns what is allowed, as `<user>: <command>`, by address; a node that does not answer is left out
 */
export async function tryDangerous(
  cluster: AclCluster,
  addresses: readonly string[],
  users: readonly string[],
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const address of addresses) {
    try {
      const allowed: string[] = [];
      for (const user of users) {
        const answers = await Promise.all(
          SAMPLES.map((sample) => cluster.call(address, 'ACL', 'DRYRUN', user, ...sample)),
        );
        answers.forEach((answer, i) => {
          if (answer === 'OK') allowed.push(`${user}: ${SAMPLES[i]?.join(' ')}`);
        });
      }
      found.set(address, allowed);
    } catch {
      // What a node did not answer is not measured; why it is silent is told by the looks at it.
      found.delete(address);
    }
  }
  return found;
}
