import { randomUUID } from 'node:crypto';
import type { EventLane, OrgId } from '@redoubt/contracts';
import { AppendRefused, type FrameAppender } from '@redoubt/stream';

const PATIENCE_MS = 30_000;
const PAUSE_MS = 100;

/** Accepts events of one lane as the gateway does; repeats, under one idempotency key, until it has an answer. */
export async function appendSurely(
  producer: FrameAppender,
  orgId: OrgId,
  events: readonly Record<string, unknown>[],
  lane: EventLane = 's',
): Promise<void> {
  const lines = events.map((event) => Buffer.from(JSON.stringify(event)));
  const idempotency = { batchId: randomUUID(), bodyDigest: 'test' };
  const deadlineMs = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      await producer.append({ orgId, lanes: [{ lane, lines }], idempotency });
      return;
    } catch (error) {
      if (!(error instanceof AppendRefused) || Date.now() > deadlineMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
