import type { Credential } from '@redoubt/acl';
import type { Policy } from '@redoubt/compliance';
import type { SecurityPosture } from '@redoubt/contracts';
import type { Look } from '../collect/collector.ts';
import type { HourCounters } from '../collect/hour-counters.ts';
import type { WatchState } from '../watch/user-watch.ts';
import type { Probes } from './probes.ts';

/** What the posture is made of. Absent parts were not looked at, or too long ago. */
export interface PostureEvidence {
  nowMs: number;
  watch: WatchState | undefined;
  look: Look | undefined;
  credentials: readonly CredentialFacts[];
  hours: Pick<HourCounters, 'perHour' | 'total'>;
  probes: Probes;
  /** What services report of secrets. */
  encryption: SecurityPosture['encryption'];
  policy: Policy;
}

/** What is known of a password, without it. */
export type CredentialFacts = Pick<Credential, 'user' | 'createdAtMs' | 'rotation'>;
