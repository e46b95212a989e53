import type { Lane } from '@redoubt/contracts';

/** Consumer groups every organisation may have; further sinks add `siem_forwarder:<sinkId>`. */
export const GROUPS = ['alert_engine', 'ml_engine', 'db_writer', 'siem_forwarder', 'notifier'] as const;

export type BaseGroup = (typeof GROUPS)[number];
export type GroupName = BaseGroup | `siem_forwarder:${string}`;

/** Which streams of an organisation each group reads; a further sink reads what the first one does. */
export const LANES_OF_GROUP: Readonly<Record<BaseGroup, readonly Lane[]>> = {
  alert_engine: ['s', 'p', 'd', 'c'],
  ml_engine: ['s', 'p', 'a'],
  db_writer: ['s', 'p', 'a', 'x'],
  siem_forwarder: ['s', 'p', 'a', 'u'],
  notifier: ['a'],
};

/** Streams that `group` reads. */
export function lanesOfGroup(group: GroupName): readonly Lane[] {
  return LANES_OF_GROUP[baseGroupOf(group)];
}

/** The group's name without the sink's id. */
export function baseGroupOf(group: GroupName): BaseGroup {
  const cut = group.indexOf(':');
  return (cut === -1 ? group : group.slice(0, cut)) as BaseGroup;
}

/** Groups that read `lane`, of all the platform knows. */
export function groupsOfLane(lane: Lane): readonly BaseGroup[] {
  return GROUPS.filter((group) => LANES_OF_GROUP[group].includes(lane));
}

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

/** Groups of the services that every installation runs: what a new organisation's streams are kept for. */
export const DEFAULT_GROUPS: readonly BaseGroup[] = ['db_writer', 'alert_engine', 'ml_engine', 'notifier'];
