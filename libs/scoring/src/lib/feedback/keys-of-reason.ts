import { ASPECTS } from '../model/aspect.ts';
import type { EventKeys } from '../model/event-keys.ts';
import type { Verdict } from './verdict.ts';

/** The keys that a reason speaks of; none for hours and whole shapes, which no single key stands for. */
export function keysOfReason(keys: EventKeys, { code, aspect, fields }: Verdict['reasons'][number]): number[] {
  if (aspect === 'value') {
    const { eventType = '', ...rest } = fields;
    return Object.entries(rest).flatMap(([field, text]) => {
      const asText = keys.valueKey(eventType, { field, value: text });
      const number = Number(text);
      return Number.isNaN(number) ? [asText] : [asText, keys.valueKey(eventType, { field, value: number })];
    });
  }
  const index = ASPECTS.findIndex((one) => one.code === aspect);
  const known = ASPECTS[index];
  if (known === undefined || code === 'hour') return [];
  if (code === 'fan_out') {
    const text = fields[known.fanOutOf ?? ''];
    return text === undefined ? [] : [keys.fanOutKey(index, text)];
  }
  const texts = known.fields.map((field) => fields[field]);
  return texts.every((text) => text !== undefined) ? [keys.aspectKey(index, texts)] : [];
}
