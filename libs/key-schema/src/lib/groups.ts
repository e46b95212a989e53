/** Consumer groups every organisation may have; further sinks add `siem_forwarder:<sinkId>`. */
export const GROUPS = ['alert_engine', 'ml_engine', 'db_writer', 'siem_forwarder'] as const;

export type BaseGroup = (typeof GROUPS)[number];
export type GroupName = BaseGroup | `siem_forwarder:${string}`;

/** The one consumer name of every group: whoever holds the lease reads as it, so a new owner sees the whole pending list. */
export const CONSUMER_NAME = 'owner';

const sinkGroup = /^siem_forwarder:[0-9a-z-]{1,64}$/;

/** Tells whether `text` names a group that the platform knows. */
export function isGroupName(text: string): text is GroupName {
  return (GROUPS as readonly string[]).includes(text) || sinkGroup.test(text);
}

/** @throws TypeError when `text` is no group name */
export function parseGroupName(text: string): GroupName {
  if (!isGroupName(text)) throw new TypeError(`not a consumer group: ${text}`);
  return text;
}
