import type { Reason } from './reason.ts';

const NAMES: Readonly<Record<string, string>> = {
  eventType: 'event type',
  sourceIp: 'source',
  network: 'network of',
  user: 'user',
  asset: 'asset',
  action: 'action',
  outcome: 'outcome',
  country: 'country',
  process: 'process',
  model: 'your own model',
};

const FANNED: Readonly<Record<string, string>> = {
  source_asset: 'assets',
  user_asset: 'assets',
  source_user: 'users',
};

const TEXT_LIMIT = 80;
const THOUSANDS = /\B(?=(\d{3})+$)/g;

/** Says a reason in words, e.g. "user svc-backup, asset db-02: 412 in this minute, usually 3.1". */
export function reasonText({
  code,
  aspect,
  fields,
  observed,
  expected,
  isHigh,
  isSurge,
}: Omit<Reason, 'bits' | 'share' | 'text'> & { isHigh: boolean; isSurge: boolean }): string {
  const subject = subjectText(aspect, fields);
  switch (code) {
    case 'burst':
      return `${subject}: ${count(observed)} in ${isSurge ? 'the last half hour' : 'this minute'}, usually ${usual(expected)}`;
    case 'fan_out':
      return `${subject}: ${count(observed)} different ${FANNED[aspect] ?? 'targets'} in this minute, usually ${usual(expected)}`;
    case 'rarity':
      return observed < 0.5
        ? `${subject}: never seen in the last ${minutes(expected)}`
        : `${subject}: seen in ${count(observed)} of the last ${minutes(expected)}`;
    case 'number':
      return `${subject}: ${isHigh ? 'larger' : 'smaller'} than ${percent(1 - expected)} of the values so far`;
    case 'hour':
      return `${subject}: at this hour of the week in ${count(observed)} of ${count(expected)} weeks`;
    case 'own_model':
      return `${subject}: rates this event ${observed.toFixed(2)}, where 1 is the most unusual`;
  }
}

function subjectText(aspect: string, fields: Readonly<Record<string, string>>): string {
  let text = '';
  for (const name of Object.keys(fields)) {
    const part = `${NAMES[name] ?? name} ${shorten(fields[name] as string)}`;
    text = text === '' ? part : `${text}, ${part}`;
  }
  return aspect === 'shape' ? `events just like this one (${text})` : text;
}

function shorten(value: string): string {
  return value.length > TEXT_LIMIT ? `${value.slice(0, TEXT_LIMIT - 1)}…` : value;
}

function count(value: number): string {
  const whole = String(Math.round(value));
  return whole.length > 3 ? whole.replace(THOUSANDS, ',') : whole;
}

function usual(value: number): string {
  if (value < 0.01) return 'none';
  return value >= 100 ? count(value) : value.toPrecision(2);
}

function minutes(value: number): string {
  return value < 1.5 ? 'minute' : `${count(value)} minutes`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share >= 0.995 ? 2 : share >= 0.95 ? 1 : 0)} %`;
}
