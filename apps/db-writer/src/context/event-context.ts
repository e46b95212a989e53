import { eventIntelOf, type IntelMatch } from '@redoubt/enrichment';
import type { EventBatch, StreamEvent } from '@redoubt/stream';
import type { ContextMetrics } from './context-metrics.ts';
import type { IntelDirectory } from './intel-directory.ts';
import type { PlaceReader } from './place-reader.ts';

/** An event with what is known of the things in it. */
export interface KnownEvent extends StreamEvent {
  /** JSON, as it is stored. */
  intel?: string;
  places?: string;
  matches?: readonly IntelMatch[];
}

export interface KnownBatch extends EventBatch {
  events: readonly KnownEvent[];
}

interface Deps {
  intel: IntelDirectory;
  places: PlaceReader;
  metrics: ContextMetrics;
}

/** Looks the events of a batch up in what the organisation and the operator know: one pass, nothing awaited per event. */
export class EventContext {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async of(batch: EventBatch): Promise<KnownBatch> {
    const { intel, places, metrics } = this.#deps;
    const found = await intel.tableOf(batch.orgId);
    if (found === 'unread') metrics.intelUnread.inc(batch.events.length);
    const table = found === 'unread' ? undefined : found;
    if (table === undefined && !places.isInUse) return batch;
    let matched = 0;
    const events = batch.events.map((event): KnownEvent => {
      const matches = table?.match(event.value, event.fields, event.fields.eventTimeMs ?? event.acceptedAtMs) ?? [];
      const place = places.of(event.fields);
      if (matches.length === 0) return place === undefined ? event : { ...event, places: JSON.stringify(place) };
      matched += 1;
      const intelText = JSON.stringify(eventIntelOf(matches));
      return { ...event, matches, intel: intelText, ...(place === undefined ? {} : { places: JSON.stringify(place) }) };
    });
    metrics.intelMatched.inc(matched);
    return { ...batch, events };
  }
}
