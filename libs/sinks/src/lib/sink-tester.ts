import { randomUUID } from 'node:crypto';
import { eventIdOf, RetryableError, type EventFields, type OrgId } from '@redoubt/contracts';
import type { Sink } from '@redoubt/rulebook';
import { createWriter } from './create-writer.ts';
import type { SinkReach } from './http/sink-http.ts';
import { mapEvent } from './mapping/map-event.ts';
import type { SendResult } from './sink-item.ts';

/** What a receiver said to a trial event. */
export interface SinkTrial {
  ok: boolean;
  /** For people; holds no secret. */
  detail: string;
}

const MAX_TRIALS = 8;

/** Sends one trial event to a sink at once, one try, past its cursor and filter. */
export class SinkTester {
  readonly #reach: SinkReach;
  #trials = 0;

  constructor(reach: SinkReach) {
    this.#reach = reach;
  }

  /** @throws RetryableError when as many are under way as may be */
  async run(orgId: OrgId, sink: Sink, signal: AbortSignal = new AbortController().signal): Promise<SinkTrial> {
    if (this.#trials >= MAX_TRIALS) throw new RetryableError('as many sinks are being tried as may be');
    this.#trials += 1;
    const writer = createWriter(sink, this.#reach);
    try {
      return trialOf(await writer.send([mapEvent(sink.mapping, orgId, trialEvent())], signal));
    } finally {
      this.#trials -= 1;
      await writer.close();
    }
  }
}

function trialEvent() {
  const fields: EventFields = {
    ...{ eventType: 'redoubt_sink_test', severity: 'informational', externalId: randomUUID() },
    message: 'A trial event of Redoubt: this sink can be reached.',
  };
  const acceptedAtMs = Date.now();
  const line = Buffer.from(JSON.stringify(fields));
  const entryId = `${acceptedAtMs}-0`;
  const place = { lane: 's', entryId, index: 0 } as const;
  return { eventId: eventIdOf('s', entryId, 0), ...place, fields, value: fields, line, acceptedAtMs };
}

function trialOf(result: SendResult): SinkTrial {
  if (result.kind !== 'sent') return { ok: false, detail: result.detail };
  const item = result.items?.[0];
  if (item === undefined || item.kind === 'delivered') return { ok: true, detail: 'accepted' };
  return item.kind === 'duplicate' ? { ok: true, detail: 'known already' } : { ok: false, detail: item.detail };
}
