import type { EntryId, EventLane } from './event-id.ts';
import type { EventFields } from './event.ts';

/** How a frame's payload is stored: `r` newline-separated JSON as it came, `z` the same under zstd (RFC 8878). */
export type FrameCodec = 'r' | 'z';

/** Version byte of the frame format; it stands before the codec letter in field `v`. */
export const FRAME_VERSION = '1';

/** A frame takes at most this many events. */
export const MAX_FRAME_EVENTS = 100;
/** A frame takes no further event once its payload has this many bytes. */
export const MAX_FRAME_BYTES = 64 * 1024;

/** One stream entry: 1..N events of one organisation and lane. */
export interface Frame {
  lane: EventLane;
  entryId: EntryId;
  /** Accept time, epoch ms. */
  acceptedAtMs: number;
  /** The accepted events, each the sender's bytes without line end. */
  lines: Uint8Array[];
}

/** An event of a frame that has a meaning. */
export interface FrameEvent {
  index: number;
  fields: EventFields;
}
