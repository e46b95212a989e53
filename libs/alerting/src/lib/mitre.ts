import type { Mitre } from '@redoubt/contracts';

const TECHNIQUE = /^attack\.(t\d{4}(?:\.\d{3})?)$/;
const TACTIC = /^attack\.([a-z]+(?:[-_][a-z]+)*)$/;

/** Enterprise tactics by id (attack.mitre.org/tactics/enterprise), for rules that tag them so. */
const TACTIC_IDS: Readonly<Record<string, string>> = {
  'attack.ta0043': 'reconnaissance',
  'attack.ta0042': 'resource-development',
  'attack.ta0001': 'initial-access',
  'attack.ta0002': 'execution',
  'attack.ta0003': 'persistence',
  'attack.ta0004': 'privilege-escalation',
  'attack.ta0005': 'defense-evasion',
  'attack.ta0006': 'credential-access',
  'attack.ta0007': 'discovery',
  'attack.ta0008': 'lateral-movement',
  'attack.ta0009': 'collection',
  'attack.ta0011': 'command-and-control',
  'attack.ta0010': 'exfiltration',
  'attack.ta0040': 'impact',
};

/**
 * Reads the MITRE ATT&CK tags of a Sigma rule: techniques `attack.t1110.001` as `T1110.001`, tactics
 * `attack.credential-access` (also with underscores, or as `attack.ta0006`) as `credential-access`. Groups and software
 * (`attack.g0016`, `attack.s0002`) are no part of it.
 *
 * Tags do not say which technique belongs to which tactic. With one tactic every technique goes with it; otherwise
 * tactics and techniques stand apart, in the order of the tags.
 */
export function mitreOf(tags: readonly string[]): Mitre[] {
  const tactics = new Set<string>();
  const techniques = new Set<string>();
  for (const tag of tags) {
    const text = tag.toLowerCase();
    const technique = TECHNIQUE.exec(text)?.[1];
    if (technique) techniques.add(technique.toUpperCase());
    const tactic = Object.hasOwn(TACTIC_IDS, text) ? TACTIC_IDS[text] : TACTIC.exec(text)?.[1]?.replaceAll('_', '-');
    if (tactic) tactics.add(tactic);
  }
  const [only] = tactics;
  if (tactics.size === 1 && techniques.size > 0)
    return [...techniques].map((technique) => ({ tactic: only, technique }));
  return [...[...tactics].map((tactic) => ({ tactic })), ...[...techniques].map((technique) => ({ technique }))];
}
