import type { Principal } from '@redoubt/tenancy';

/** The principal as alerts, incidents and settings name it. */
export function actorOf({ kind, id }: Principal): string {
  return `${kind}:${id}`;
}
