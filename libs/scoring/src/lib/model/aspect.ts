/** Fields of an event that aspects are made of, in the order of EventKeys. */
export const FIELDS = [
  'eventType',
  'sourceIp',
  'network',
  'user',
  'asset',
  'action',
  'outcome',
  'country',
  'process',
] as const;
export type FieldName = (typeof FIELDS)[number];

/** One way to look at an event: a combination of fields whose rarity or bursts count. */
export interface Aspect {
  /** Stands in reasons and verdicts; never reused for something else. */
  code: string;
  fields: readonly FieldName[];
  hasBurst: boolean;
  hasRarity: boolean;
  /** When these are as rare themselves, the combination is not charged again. */
  parents?: readonly string[];
  /** Counts how many different combinations this field has in a tick (scans, sprays). */
  fanOutOf?: FieldName;
}

const one = (code: string, field: FieldName, hasBurst: boolean, hasRarity: boolean): Aspect => ({
  code,
  fields: [field],
  hasBurst,
  hasRarity,
});
const pair = (code: string, fields: readonly FieldName[], more: Partial<Aspect> = {}): Aspect => ({
  code,
  fields,
  hasBurst: true,
  hasRarity: true,
  ...more,
});

/** All aspects; the position is part of the hash keys, so new ones go to the end. */
export const ASPECTS: readonly Aspect[] = [
  one('type', 'eventType', true, true),
  one('source', 'sourceIp', true, false),
  one('user', 'user', true, false),
  one('asset', 'asset', true, false),
  pair('source_asset', ['sourceIp', 'asset'], { fanOutOf: 'sourceIp' }),
  pair('user_asset', ['user', 'asset'], { fanOutOf: 'user' }),
  pair('type_asset', ['eventType', 'asset'], { parents: ['type'] }),
  pair('type_user', ['eventType', 'user'], { parents: ['type'] }),
  pair('source_user', ['sourceIp', 'user'], { hasBurst: false, hasRarity: false, fanOutOf: 'sourceIp' }),
  pair('user_network', ['user', 'network'], { hasBurst: false }),
  pair('user_country', ['user', 'country'], { hasBurst: false }),
  pair('type_action', ['eventType', 'action'], { parents: ['type'] }),
  pair('type_outcome', ['eventType', 'outcome'], { parents: ['type'] }),
  pair('process_asset', ['process', 'asset'], { hasBurst: false }),
];

/** Position of an aspect by code. @throws RangeError  no such aspect */
export function aspectIndex(code: string): number {
  const index = ASPECTS.findIndex((aspect) => aspect.code === code);
  if (index < 0) throw new RangeError(`no aspect ${code}`);
  return index;
}

const KIND_FIELDS: ReadonlySet<FieldName> = new Set(['eventType', 'action', 'outcome']);
let regions = 0;

/** By position in ASPECTS: in which region of the sketch of entities its bursts are counted; -1: in that of kinds. */
export const BURST_REGIONS: readonly number[] = ASPECTS.map(({ fields, hasBurst }) =>
  hasBurst && !fields.every((field) => KIND_FIELDS.has(field)) ? regions++ : -1,
);
/** By position in ASPECTS: in which region its fan-outs are counted. */
export const FAN_OUT_REGIONS: readonly number[] = ASPECTS.map(({ fanOutOf }) =>
  fanOutOf === undefined ? -1 : regions++,
);
export const REGION_COUNT = regions;

/** Aspects of one who or where: their surges are watched. */
export const SURGE_ASPECTS = Int32Array.from(
  ASPECTS.flatMap(({ fields, hasBurst }, index) =>
    hasBurst && fields.length === 1 && !fields.some((field) => KIND_FIELDS.has(field)) ? [index] : [],
  ),
);

/** Salts of keys that are no aspect, above every aspect's position. */
export const SALTS = { value: 100, shape: 101, fanOut: 200, kind: 300, tail: 301, anyHour: 400, hour: 401 } as const;
