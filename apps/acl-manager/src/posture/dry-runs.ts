import { DANGEROUS_COMMANDS, type AclCluster } from '@redoubt/acl';
import { DANGEROUS, type DryRunAllowed, type NodeEvidence } from '@redoubt/compliance';

/** What one node would let users do. */
export type DryRuns = NonNullable<NodeEvidence['dryRuns']>;

/** Commands to ask about, with arguments that a server can judge. */
const SAMPLES = DANGEROUS_COMMANDS.filter(([name = '', sub = '']) => {
  const full = `${name}|${sub}`.toLowerCase();
  return DANGEROUS.includes(full) || DANGEROUS.includes(name.toLowerCase());
});

/**
 * Asks every node what it would let each user do of what is dangerous; runs nothing.
 *
 * @returns what was asked and is allowed, by address; a node that does not answer is left out
 */
export async function tryDangerous(
  cluster: AclCluster,
  addresses: readonly string[],
  users: readonly string[],
): Promise<Map<string, DryRuns>> {
  const found = new Map<string, DryRuns>();
  for (const address of addresses) {
    try {
      const allowed: DryRunAllowed[] = [];
      for (const user of users) {
        const answers = await Promise.all(
          SAMPLES.map((sample) => cluster.call(address, 'ACL', 'DRYRUN', user, ...sample)),
        );
        answers.forEach((answer, i) => {
          if (answer === 'OK') allowed.push({ kind: 'dangerous', user, command: SAMPLES[i]?.join(' ') ?? '' });
        });
      }
      found.set(address, { asked: { dangerous: SAMPLES.length * users.length }, allowed });
    } catch {
      // What a node did not answer is not measured; why it is silent is told by the looks at it.
      found.delete(address);
    }
  }
  return found;
}
