import { isFeatureName, PermanentError, type FeatureName, type OrgId } from '@redoubt/contracts';
import type { GroupName } from '@redoubt/key-schema';

/** What an organisation may send. */
export interface OrgQuota {
  eventsPerSecond: number;
  bytesPerSecond: number;
  /** How many seconds' worth may come at once. */
  burstSeconds: number;
}

/** `active` once its streams, groups and registry entry exist; only then may it have API keys. */
export type OrgState = 'provisioning' | 'active';

/** Flags that were set, either way; `effectiveFeatures` tells what holds. */
export type OrgFeatures = Readonly<Record<string, boolean>>;

/** Flags to set; null takes back what was set, so that the default holds. */
export type FeatureChange = Readonly<Partial<Record<FeatureName, boolean | null>>>;

export interface Organization {
  id: OrgId;
  /** Short unique name for people and commands, `[a-z0-9-]`. */
  name: string;
  displayName: string;
  state: OrgState;
  retentionDays: number;
  quota: OrgQuota;
  /** Consumer groups without which its streams may not be trimmed. */
  expectedGroups: GroupName[];
  features: OrgFeatures;
  createdAtMs: number;
}

export const DEFAULT_QUOTA: OrgQuota = { eventsPerSecond: 20_000, bytesPerSecond: 20_000_000, burstSeconds: 10 };
export const DEFAULT_RETENTION_DAYS = 30;

const nameShape = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** @throws PermanentError when `name` cannot name an organisation */
export function checkOrgName(name: string): string {
  if (!nameShape.test(name)) {
    throw new PermanentError('an organisation name has 1 to 63 lower-case letters, digits or dashes');
  }
  return name;
}

/** @throws PermanentError for what cannot be shown as a name */
export function checkOrgDisplayName(text: string): string {
  const name = text.trim();
  if (name === '' || name.length > 200 || /\p{Cc}/u.test(name) || !name.isWellFormed()) {
    throw new PermanentError('the name of an organisation for people has 1 to 200 characters');
  }
  return name;
}

/** @throws PermanentError when a flag is none of FEATURES */
export function checkFeatures<T extends FeatureChange | OrgFeatures>(features: T): T {
  const unknown = Object.keys(features).find((name) => !isFeatureName(name));
  if (unknown !== undefined) throw new PermanentError(`there is no feature ${JSON.stringify(unknown)}`);
  return features;
}
