import { ASPECTS, BURST_REGIONS, FAN_OUT_REGIONS, SURGE_ASPECTS } from '../model/aspect.ts';
import type { EventKeys } from '../model/event-keys.ts';
import type { BurstPlace } from '../model/sub-scores.ts';
import type { Verdict } from './verdict.ts';

/** A hash key, and where its bursts are counted. */
export interface ReasonKey extends BurstPlace {
  key: number;
}

/** The keys that a reason speaks of; none for hours and whole shapes, which no single key stands for. */
export function keysOfReason(keys: EventKeys, { code, aspect, fields }: Verdict['reasons'][number]): ReasonKey[] {
  if (aspect === 'value') {
    const { eventType = '', ...rest } = fields;
    return Object.entries(rest).flatMap(([field, text]) => {
      const asText = keys.valueKey(eventType, { field, value: text });
      const number = Number(text);
      const all = Number.isNaN(number) ? [asText] : [asText, keys.valueKey(eventType, { field, value: number })];
      return all.map((key) => ({ key, region: -1, surgeRegion: -1 }));
    });
  }
  const index = ASPECTS.findIndex((one) => one.code === aspect);
  const known = ASPECTS[index];
  if (known === undefined || code === 'hour') return [];
  if (code === 'fan_out') {
    const text = fields[known.fanOutOf ?? ''];
    if (text === undefined) return [];
    return [{ key: keys.fanOutKey(index, text), region: FAN_OUT_REGIONS[index] as number, surgeRegion: -1 }];
  }
  const texts = known.fields.map((field) => fields[field]);
  if (!texts.every((text) => text !== undefined)) return [];
  const place = { region: BURST_REGIONS[index] as number, surgeRegion: SURGE_ASPECTS.indexOf(index) };
  return [{ key: keys.aspectKey(index, texts), ...place }];
}
