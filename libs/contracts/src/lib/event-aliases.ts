import { MAX_SHORT_TEXT } from './event.ts';
import { isIpAddress } from './ip-address.ts';
import { PRODUCT_READERS } from './products/index.ts';
import type { ProductFields } from './products/product-fields.ts';
import { severityOf } from './severity.ts';
import { parseTimestampMs } from './timestamp.ts';
import { flatWindowsFields, windowsFields, winlogFields, type WindowsFields } from './windows-meaning.ts';

type Source = Readonly<Record<string, unknown>>;

/**
 * What a sender gave, under canonical names; absent and null are undefined. `timestamp` stands for a time in any unit
 * or text, while `eventTimeMs` is always in ms. All keys are always there: one shape keeps the hot path fast.
 */
export interface GivenFields {
  eventType: unknown;
  severity: unknown;
  sourceIp: unknown;
  destinationIp: unknown;
  user: unknown;
  asset: unknown;
  action: unknown;
  outcome: unknown;
  eventTimeMs: unknown;
  timestamp: unknown;
  message: unknown;
  tags: unknown;
  payload: unknown;
  raw: unknown;
  rawBase64: unknown;
  externalId: unknown;
}

type Name = keyof GivenFields;

/** Canonical name ← flat names a sender may use instead, best first. */
export const FIELD_ALIASES: Partial<Record<Name, readonly string[]>> = {
  eventType: ['event_type'],
  severity: ['level'],
  sourceIp: ['source_ip', 'src_ip', 'sourceIP'],
  destinationIp: ['destination_ip', 'dest_ip', 'dst_ip'],
  user: ['username', 'user_name'],
  asset: ['asset_id', 'hostname'],
  timestamp: ['@timestamp', 'event_time', 'eventTime', 'time'],
  externalId: ['id', 'event_id'],
  message: ['msg'],
};

/** Canonical name ← ECS paths (Elastic Common Schema 8), dotted or nested, best first. */
export const FIELD_ECS_PATHS: Partial<Record<Name, readonly string[]>> = {
  eventType: ['event.action', 'event.code'],
  action: ['event.action'],
  severity: ['event.severity', 'log.level'],
  outcome: ['event.outcome'],
  externalId: ['event.id'],
  sourceIp: ['source.ip', 'client.ip'],
  destinationIp: ['destination.ip', 'server.ip'],
  user: ['user.name'],
  asset: ['host.name', 'host.hostname'],
  raw: ['event.original'],
};

/**
 * Canonical name ← names by which other products say the same in their own records, dotted or nested, best first. They
 * mean other things elsewhere, so a value that does not fit is left out and refuses nothing.
 */
export const FIELD_PRODUCT_PATHS: Partial<Record<Name, readonly string[]>> = {
  sourceIp: [
    ...['sourceIPAddress', 'callerIpAddress', 'client.ipAddress', 'ClientIP', 'id.orig_h', 'srcip', 'IpAddress'],
    'access_device.ip',
  ],
  destinationIp: ['id.resp_h', 'dstip'],
  user: [
    'userIdentity.userName',
    'actor.alternateId',
    'user.username',
    'userPrincipalName',
    'UserId',
    'TargetUserName',
  ],
  asset: ['Computer', 'Hostname', '_HOSTNAME', 'devname', 'host'],
  outcome: ['outcome.result'],
  timestamp: [
    ...['published', 'requestReceivedTimestamp', 'activityDateTime', 'createdDateTime', 'CreationTime', 'EventTime'],
    ...['ts', '__REALTIME_TIMESTAMP'],
  ],
  message: ['displayMessage', 'MESSAGE', 'Message', 'short_message'],
};

/** Aliases and ECS paths that other products use for something else: the same goes for their values. */
export const LOOSE_NAMES: readonly string[] = ['level', 'log.level', 'event.severity', 'time'];

const isShortText = (value: unknown): boolean =>
  typeof value === 'string' && value !== '' && value !== '-' && value.length <= MAX_SHORT_TEXT;
const isAddress = (value: unknown): boolean => typeof value === 'string' && isIpAddress(value);
const isTime = (value: unknown): boolean => parseTimestampMs(value) !== undefined;

const fitOf: Partial<Record<Name, (value: unknown) => boolean>> = {
  ...{ severity: (value: unknown) => severityOf(value) !== undefined, sourceIp: isAddress, destinationIp: isAddress },
  ...{ user: isShortText, asset: isShortText, outcome: isShortText, timestamp: isTime },
  message: (value: unknown) => typeof value === 'string',
};

const names: readonly Name[] = [
  ...(['eventType', 'severity', 'sourceIp', 'destinationIp', 'user', 'asset', 'action', 'outcome'] as const),
  ...(['eventTimeMs', 'timestamp', 'message', 'tags', 'payload', 'raw', 'rawBase64', 'externalId'] as const),
];

/** A field that a key feeds, and how well: the lowest rank given wins. */
interface Feed {
  slot: number;
  rank: number;
  /** ECS fields may be lists; the first member counts. */
  isPath: boolean;
  /** Other values are passed over. */
  fits: ((value: unknown) => boolean) | undefined;
}

/** Ranks: canonical name 0, flat aliases from 1, dotted paths from 100 and nested ones right behind them. */
const pathRank = 100;
const productRank = 200;
/** What a Windows event says in its own form: in the platform's vocabulary, so better than an ECS action. */
const windowsRank = 50;

/** Key of a sender's object → what it feeds when its value is plain. */
const feedsOf = new Map<string, Feed[]>();
/** Key whose value may be an ECS object → its members → what they feed. */
const membersOf = new Map<string, Map<string, Feed[]>>();
/** Key whose value may be an object with a meaning of its own → its reader. */
const readersOf = new Map<string, (value: Source) => void>();

function feed(map: Map<string, Feed[]>, key: string, entry: Feed): void {
  const list = map.get(key);
  if (list) list.push(entry);
  else map.set(key, [entry]);
}

names.forEach((name, slot) => {
  const fitsLoosely = (key: string): Feed['fits'] => (LOOSE_NAMES.includes(key) ? fitOf[name] : undefined);
  feed(feedsOf, name, { slot, rank: 0, isPath: false, fits: undefined });
  FIELD_ALIASES[name]?.forEach((alias, i) =>
    feed(feedsOf, alias, { slot, rank: 1 + i, isPath: false, fits: fitsLoosely(alias) }),
  );
  FIELD_ECS_PATHS[name]?.forEach((path, i) => feedPath(path, slot, pathRank + 2 * i, fitsLoosely(path)));
  FIELD_PRODUCT_PATHS[name]?.forEach((path, i) => feedPath(path, slot, productRank + 2 * i, fitOf[name]));
});

function feedPath(path: string, slot: number, rank: number, fits: Feed['fits']): void {
  feed(feedsOf, path, { slot, rank, isPath: true, fits });
  const [outer = '', inner] = path.split('.');
  if (inner === undefined) return;
  const members = membersOf.get(outer) ?? new Map<string, Feed[]>();
  membersOf.set(outer, members);
  feed(members, inner, { slot, rank: rank + 1, isPath: true, fits });
}

for (const [key, members] of membersOf) readersOf.set(key, (value) => takeMembers(members, value));
readersOf.set('Event', (value) => takeWindows(windowsFields(value)));
readersOf.set('winlog', (value) => takeWindows(winlogFields(value)));
const payloadFeeds = feedsOf.get('payload');
readersOf.set('payload', (value) => {
  take(payloadFeeds, value);
  const event = value['Event'];
  if (typeof event === 'object' && event !== null) takeWindows(windowsFields(event as Source));
});

/** Slot that tells of a flat Windows event, behind those of the fields. */
const eventIdSlot = names.length;
feed(feedsOf, 'EventID', { slot: eventIdSlot, rank: 0, isPath: false, fits: undefined });
/** Slot that tells of a record of a known product; its rank is the number of the reader. */
const productSlot = names.length + 1;
PRODUCT_READERS.forEach(([key], number) =>
  feed(feedsOf, key, { slot: productSlot, rank: number, isPath: false, fits: undefined }),
);

/** Names that show the dialect of a product: one of them alone changes what others mean. */
export const DIALECT_NAMES: readonly string[] = ['Event', 'winlog', 'EventID', ...PRODUCT_READERS.map(([key]) => key)];

/** Every name with a meaning at the top of an event; what stands under any other is never looked at. */
export const KNOWN_NAMES: readonly string[] = [...new Set([...feedsOf.keys(), ...readersOf.keys()])];

// Used by one synchronous call at a time.
const values = new Array<unknown>(names.length + 2).fill(undefined);
const ranks = new Int32Array(names.length + 2);

/**
 * Reads a sender's object under canonical names. A canonical name wins over a flat alias, that over an ECS path.
 * Only own keys of the tables are read, so `__proto__` or `constructor` in an event mean nothing.
 */
export function givenFields(source: Source): GivenFields {
  values.fill(undefined);
  ranks.fill(0x7fffffff);
  for (const key in source) {
    const value = source[key];
    if (value === null || value === undefined) continue;
    const read = typeof value === 'object' ? readersOf.get(key) : undefined;
    if (read) read(value as Source);
    else take(feedsOf.get(key), value);
  }
  if (values[eventIdSlot] !== undefined) takeWindows(flatWindowsFields(source));
  if (values[productSlot] !== undefined) takeProduct(PRODUCT_READERS[ranks[productSlot] as number]?.[1](source));
  // In the order of `names`; by index, since destructuring an array costs more than all the rest.
  return {
    eventType: values[0],
    severity: values[1],
    sourceIp: values[2],
    destinationIp: values[3],
    user: values[4],
    asset: values[5],
    action: values[6],
    outcome: values[7],
    eventTimeMs: values[8],
    timestamp: values[9],
    message: values[10],
    tags: values[11],
    payload: values[12],
    raw: values[13],
    rawBase64: values[14],
    externalId: values[15],
  };
}

function take(feeds: readonly Feed[] | undefined, value: unknown): void {
  if (feeds === undefined) return;
  for (const { slot, rank, isPath, fits } of feeds) {
    if (rank >= (ranks[slot] as number)) continue;
    const plain: unknown = isPath && Array.isArray(value) ? value[0] : value;
    if (plain === undefined || plain === null || (fits !== undefined && !fits(plain))) continue;
    values[slot] = plain;
    ranks[slot] = rank;
  }
}

function takeMembers(members: ReadonlyMap<string, Feed[]>, outer: Source): void {
  for (const [inner, feeds] of members) {
    if (Object.hasOwn(outer, inner)) take(feeds, outer[inner]);
  }
}

const windowsSlots = (
  ['eventType', 'severity', 'sourceIp', 'destinationIp', 'user', 'asset', 'outcome', 'timestamp'] as const
).map((name) => ({ name, slot: names.indexOf(name) }));

function takeWindows(fields: WindowsFields | undefined): void {
  if (fields === undefined) return;
  for (const { name, slot } of windowsSlots) {
    const value = fields[name];
    if (value === undefined || windowsRank >= (ranks[slot] as number)) continue;
    values[slot] = value;
    ranks[slot] = windowsRank;
  }
}

const productSlots = (
  [
    ...(['eventType', 'severity', 'sourceIp', 'destinationIp', 'user', 'asset', 'action', 'outcome'] as const),
    ...(['message', 'externalId'] as const),
  ] as const
).map((name) => ({ name, slot: names.indexOf(name) }));

/** A product's own names, `eventType` among them, mean what the product means by them. */
function takeProduct(fields: ProductFields | undefined): void {
  if (fields === undefined) return;
  for (const { name, slot } of productSlots) {
    if (fields[name] !== undefined) values[slot] = fields[name];
  }
}
