export {
  encodeFrame,
  decodeEntry,
  COMPRESS_FROM_BYTES,
  type EncodedFrame,
  type DecodedEntry,
} from './lib/frame-codec.ts';
export {
  AppendRefused,
  type AppendRefusalCode,
  type AppendRequest,
  type AppendResult,
  type FrameAppender,
} from './lib/producer/frame-appender.ts';
export { createFrameProducer, type Durability, type FrameProducerOptions } from './lib/producer/frame-producer.ts';
export type {
  BatchContext,
  BatchHandler,
  DeadLetterLimitOptions,
  EventBatch,
  StreamConsumer,
  StreamConsumerOptions,
  StreamEvent,
} from './lib/consumer/contract.ts';
export { createStreamConsumer, type StreamConsumerDeps } from './lib/consumer/stream-consumer.ts';
export { MAX_DEAD_LETTERS } from './lib/consumer/dead-letter-writer.ts';
export { DEFAULT_LEASE_TIMES, type LeaseTimes } from './lib/lease/lease-keeper.ts';
export { createGroup, provisionStreams, unregisterOrganization } from './lib/provision/provision-streams.ts';
export { attachGroup, detachGroup, pendingRanges, type BackfillRange } from './lib/provision/detach-group.ts';
export { fillGroup, type BackfillSource } from './lib/provision/fill-group.ts';
export type { TrimOptions } from './lib/consumer/trimmer.ts';
