import type { EventLane, OrgId } from '@redoubt/contracts';
import {
  AppendedOtherwise,
  AppendRefused,
  type AppendRequest,
  type AppendResult,
  type FrameAppender,
} from '@redoubt/stream';

/** A FrameAppender that keeps everything in memory, for specs of what stands before the stream. */
export class MemoryAppender implements FrameAppender {
  readonly stored: { orgId: OrgId; lane: EventLane; text: string }[] = [];
  /** Set to refuse every append from now on. */
  refusal: AppendRefused | undefined;
  /** Awaited before each append. */
  gate: Promise<void> | undefined;
  appends = 0;
  largestAppendBytes = 0;
  readonly #batches = new Map<string, Identity>();

  async append({ orgId, lanes, idempotency }: AppendRequest): Promise<AppendResult> {
    await this.gate;
    if (this.refusal !== undefined) throw this.refusal;
    const accepted = lanes.reduce((sum, { lines }) => sum + lines.length, 0);
    const known = idempotency && this.#batches.get(`${orgId} ${idempotency.batchId}`);
    if (known !== undefined && idempotency !== undefined) {
      checkSame(known, idempotency);
      return { duplicate: true, accepted };
    }
    if (idempotency) this.#batches.set(`${orgId} ${idempotency.batchId}`, idempotency);
    this.#store(orgId, lanes);
    return { duplicate: false, accepted };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** The stored events of an organisation, in order of arrival. */
  textsOf(orgId: OrgId): string[] {
    return this.stored.filter((event) => event.orgId === orgId).map((event) => event.text);
  }

  #store(orgId: OrgId, lanes: AppendRequest['lanes']): void {
    this.appends += 1;
    let bytes = 0;
    for (const { lane, lines } of lanes) {
      for (const line of lines) {
        bytes += line.length;
        this.stored.push({ orgId, lane, text: line.toString('utf8') });
      }
    }
    this.largestAppendBytes = Math.max(this.largestAppendBytes, bytes);
  }
}

type Identity = NonNullable<AppendRequest['idempotency']>;

function checkSame(known: Identity, again: Identity): void {
  if (known.bodyDigest !== again.bodyDigest) throw new AppendRefused('idempotency_conflict', 'another body', 0);
  const leftOut = known.leftOutBelowRank ?? 0;
  if (leftOut !== (again.leftOutBelowRank ?? 0)) throw new AppendedOtherwise(leftOut);
}
