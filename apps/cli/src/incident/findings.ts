/** What a kind of incident looks at. */
export const INCIDENT_TYPES = ['auth_failure_spike', 'encryption_errors', 'network_security'] as const;
export type IncidentType = (typeof INCIDENT_TYPES)[number];

export const TITLES: Readonly<Record<IncidentType, string>> = {
  auth_failure_spike: 'Authentication failure spike',
  encryption_errors: 'Encryption errors',
  network_security: 'Network security',
};

/** One thing that was looked at. `unknown`: it could not be, and `detail` says why. */
export interface Finding {
  what: string;
  state: 'good' | 'bad' | 'unknown';
  detail: string;
}

/** What an investigation found, and what follows. */
export interface Investigation {
  findings: readonly Finding[];
  /** In order. */
  recommendations: readonly string[];
  subject: { sourceIp?: string; user?: string; asset?: string };
  /** Raw answers by what was asked, without secrets. */
  evidence: Readonly<Record<string, unknown>>;
}

export const good = (what: string, detail: string): Finding => ({ what, state: 'good', detail });
export const bad = (what: string, detail: string): Finding => ({ what, state: 'bad', detail });
export const unknown = (what: string, detail: string): Finding => ({ what, state: 'unknown', detail });

/** Nodes that said nothing, each: what is good of the others says nothing of them. */
export function silentNodes(down: readonly { address: string; reason: string }[]): Finding[] {
  return down.map(({ address, reason }) => unknown(`node ${address}`, `was not read: ${reason}`));
}

/** The most frequent first. */
export function counted(values: readonly (readonly [name: string, count: number])[]): [string, number][] {
  const sums = new Map<string, number>();
  for (const [name, count] of values) if (name !== '') sums.set(name, (sums.get(name) ?? 0) + count);
  return [...sums].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}
