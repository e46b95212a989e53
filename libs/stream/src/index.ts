export {
  encodeFrame,
  decodeEntry,
  COMPRESS_FROM_BYTES,
  type EncodedFrame,
  type DecodedEntry,
} from './lib/frame-codec.ts';
export {
  AppendedOtherwise,
  AppendRefused,
  type AppendRefusalCode,
  type AppendRequest,
  type AppendResult,
  type FrameAppender,
} from './lib/producer/frame-appender.ts';
export { createFrameProducer, type Durability, type FrameProducerOptions } from './lib/producer/frame-producer.ts';
export { readRing, ringBell } from './lib/producer/doorbell.ts';
export { appendRecords, type AppendRecordsOptions } from './lib/producer/append-records.ts';
export { chunkRecords, recordEntryFields } from './lib/producer/record-entry.ts';
export { MAX_PAUSED_ENTRIES, PauseError } from './lib/consumer/contract.ts';
export type {
  BatchContext,
  BatchHandler,
  DeadLetterLimitOptions,
  EventBatch,
  RecordBatch,
  RecordHandler,
  StreamConsumer,
  StreamConsumerOptions,
  StreamEvent,
  StreamRecord,
} from './lib/consumer/contract.ts';
export { createStreamConsumer, type StreamConsumerDeps } from './lib/consumer/stream-consumer.ts';
export {
  formatPosition,
  isAfter,
  parsePosition,
  positionField,
  type Position,
  type Positions,
} from './lib/consumer/positions.ts';
export { MAX_DEAD_LETTERS } from './lib/consumer/dead-letter-writer.ts';
export { DEFAULT_LEASE_TIMES, type LeaseTimes } from './lib/lease/lease-keeper.ts';
export {
  createGroup,
  createStreams,
  provisionStreams,
  raiseStreamIds,
  registerOrganization,
  unregisterOrganization,
} from './lib/provision/provision-streams.ts';
export { keepReachedCommand, rewindGroup, type Rewound, type SetBack } from './lib/provision/rewind-group.ts';
export { attachGroup, detachGroup, pendingRanges, type BackfillRange } from './lib/provision/detach-group.ts';
export {
  BackfillTakenOverError,
  fillGroup,
  type BackfillRow,
  type BackfillSource,
} from './lib/provision/fill-group.ts';
export type { GroupBudget, HeldBack, TrimOptions } from './lib/consumer/trimmer.ts';
export type { DeadLetter } from './lib/dead-letters/dead-letter.ts';
export {
  countDeadLetters,
  findDeadLetters,
  listDeadLetters,
  type DeadLetterPage,
} from './lib/dead-letters/list-dead-letters.ts';
export { scanDeadLetters, type DeadLetterScan, type ScanBounds } from './lib/dead-letters/scan-dead-letters.ts';
export {
  DEFAULT_MAX_REPLAYS,
  mayReplay,
  replayDeadLetters,
  type ReplayOptions,
  type ReplayResult,
} from './lib/dead-letters/replay-dead-letters.ts';
export type { ReplayMark } from './lib/dead-letters/replay-mark.ts';
export { readGroupStates, type GroupState, type GroupStates, type OrgToRead } from './lib/inspection/group-states.ts';
export { readGroupOwners, type GroupOwner } from './lib/inspection/group-owners.ts';
export { countUnsettledEvents, type UnsettledEvents } from './lib/inspection/unsettled-events.ts';
