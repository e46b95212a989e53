import { SEVERITIES } from '@redoubt/contracts';
import { z } from 'zod';

/** Streams of an organisation that a sink may be given; audit records stay in PostgreSQL. */
export const SINK_STREAMS = ['events', 'alerts'] as const;
export type SinkStream = (typeof SINK_STREAMS)[number];

/** What a sink is given; all conditions hold together. */
export const sinkFilterSchema = z.strictObject({
  streams: z.array(z.enum(SINK_STREAMS)).min(1).max(SINK_STREAMS.length).default(['events']),
  /** Of events and alerts. */
  minSeverity: z.enum(SEVERITIES).default('informational'),
  /** Any of these; of events alone. */
  eventTypes: z.array(z.string().min(1).max(64)).min(1).max(200).optional(),
  /** `field:value` terms that all hold, `-field:value` for none of it, `*` in a value for any text; of events alone. */
  query: z.string().min(1).max(1_000).optional(),
});

/** How much goes into one request. */
export const sinkBatchSchema = z.strictObject({
  maxEvents: z.int().min(1).max(10_000).default(500),
  maxBytes: z
    .int()
    .min(1_024)
    .max(16 * 1024 * 1024)
    .default(1024 * 1024),
  /** Shortest time between requests that are not full, ms. */
  lingerMs: z.int().min(0).max(60_000).default(0),
});

export const SINK_MAPPINGS = ['ecs', 'ocsf', 'cef', 'raw'] as const;

const host = z.string().min(1).max(253);
const port = z.int().min(1).max(65_535);
const pem = z
  .string()
  .regex(/^-----BEGIN /)
  .max(64 * 1024);
const secret = z.string().min(1).max(4_096);
const word = z.string().min(1).max(256);
const webUrl = z
  .url({ protocol: /^https?$/ })
  .max(2_048)
  .refine((text) => !URL.canParse(text) || hasNoLogin(new URL(text)), 'may not hold a user or password');

/** Whom TLS trusts and as whom it comes. */
const tls = {
  /** Trusted besides the public authorities. */
  caPem: pem.optional(),
  /** False accepts any certificate: for trials alone. */
  isTlsVerified: z.boolean().default(true),
  clientCertPem: pem.optional(),
  clientKeyPem: pem.optional(),
};

const common = {
  sinkId: z.uuid(),
  name: z.string().min(1).max(128),
  isEnabled: z.boolean().default(true),
  filter: sinkFilterSchema.prefault({}),
  mapping: z.enum(SINK_MAPPINGS).default('ecs'),
  batch: sinkBatchSchema.prefault({}),
  /** `block`: what cannot be sent is kept whatever it costs; `detach`: a sink that is too far behind is taken off. */
  onFull: z.enum(['block', 'detach']).default('detach'),
  /** Where a new sink begins: with what comes, or with the oldest that is kept. */
  startAt: z.enum(['now', 'oldest']).default('now'),
};

/** Settings of each type beside the common ones. */
export const SINK_KINDS = {
  syslog: z.strictObject({
    ...common,
    ...tls,
    type: z.literal('syslog'),
    host,
    port,
    transport: z.enum(['tcp', 'tls']).default('tls'),
    /** RFC 5424, 6.2.1. */
    facility: z.int().min(0).max(23).default(13),
    /** Ends the connection with every batch and waits for the receiver's end: all that TCP can say of an arrival. */
    isConfirmed: z.boolean().default(true),
  }),
  splunk_hec: z.strictObject({
    ...common,
    ...tls,
    type: z.literal('splunk_hec'),
    url: webUrl,
    token: secret,
    index: word.optional(),
    sourcetype: word.default('redoubt'),
    /** Waits until the indexer says that it has the events. */
    isAcknowledged: z.boolean().default(true),
  }),
  elasticsearch: z.strictObject({
    ...common,
    ...tls,
    type: z.literal('elasticsearch'),
    url: webUrl,
    /** Index or data stream. */
    index: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,199}$/),
    apiKey: secret.optional(),
    username: word.optional(),
    password: secret.optional(),
  }),
  otlp: z.strictObject({ ...common, ...tls, type: z.literal('otlp'), url: webUrl, authorization: secret.optional() }),
  webhook: z.strictObject({
    ...common,
    ...tls,
    type: z.literal('webhook'),
    url: webUrl,
    /** As Standard Webhooks writes it. */
    secret: z.string().regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/),
  }),
  /** Into the folder that the operator gave for such files. */
  file: z.strictObject({
    ...common,
    type: z.literal('file'),
    fileName: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/),
  }),
  s3: z.strictObject({
    ...common,
    ...tls,
    type: z.literal('s3'),
    /** Of the service, without the bucket. */
    url: webUrl,
    region: word.default('us-east-1'),
    bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
    /** Without steps up, which would lead out of the bucket. */
    prefix: z
      .string()
      .regex(/^(?!(?:.*\/)?\.{1,2}(?:\/|$))[A-Za-z0-9/._-]{0,200}$/)
      .default(''),
    /** What an object is: lines in gzip, or Apache Parquet. */
    format: z.enum(['gzip', 'parquet']).default('gzip'),
    accessKeyId: word,
    secretAccessKey: secret,
  }),
  kafka: z.strictObject({
    ...common,
    ...tls,
    type: z.literal('kafka'),
    /** `host:port`. */
    brokers: z
      .array(z.string().regex(/^[A-Za-z0-9.-]{1,253}:\d{1,5}$/))
      .min(1)
      .max(20),
    topic: z.string().regex(/^[A-Za-z0-9._-]{1,249}$/),
    isTls: z.boolean().default(true),
    username: word.optional(),
    password: secret.optional(),
  }),
} as const;

/** Documents are JSON: a receiver would refuse each line of CEF. */
function isMappingFit({ type, mapping }: { type: string; mapping: string }): boolean {
  return type !== 'elasticsearch' || mapping !== 'cef';
}
const MAPPING_MISFIT = { path: ['mapping'], message: 'documents are JSON: ecs, ocsf or raw' };

/** A place an organisation's events are forwarded to, with its secrets: never stored, logged or sent on. */
export const sinkSchema = z.discriminatedUnion('type', [
  SINK_KINDS.syslog,
  SINK_KINDS.splunk_hec,
  SINK_KINDS.elasticsearch,
  SINK_KINDS.otlp,
  SINK_KINDS.webhook,
  SINK_KINDS.file,
  SINK_KINDS.s3,
  SINK_KINDS.kafka,
]);
export type Sink = z.infer<typeof sinkSchema>;
export type SinkType = Sink['type'];
export type SinkOf<T extends SinkType> = Extract<Sink, { type: T }>;

export const SINK_TYPES = Object.keys(SINK_KINDS) as SinkType[];

/** A new sink as a person gives it; for a webhook without `secret` one is made. */
export const newSinkSchema = z
  .discriminatedUnion('type', [
    SINK_KINDS.syslog.omit({ sinkId: true }),
    SINK_KINDS.splunk_hec.omit({ sinkId: true }),
    SINK_KINDS.elasticsearch.omit({ sinkId: true }),
    SINK_KINDS.otlp.omit({ sinkId: true }),
    SINK_KINDS.webhook.omit({ sinkId: true }).extend({ secret: SINK_KINDS.webhook.shape.secret.optional() }),
    SINK_KINDS.file.omit({ sinkId: true }),
    SINK_KINDS.s3.omit({ sinkId: true }),
    SINK_KINDS.kafka.omit({ sinkId: true }),
  ])
  .refine(isMappingFit, MAPPING_MISFIT);

/**
 * A change of a sink: what is not named stays, null takes away what may be left out; filter and batch are replaced as a
 * whole. Where it leads and its secrets go together: who changes the one gives the others again.
 */
export const sinkChangeSchema = z.strictObject({
  name: common.name.optional(),
  isEnabled: z.boolean().optional(),
  filter: sinkFilterSchema.optional(),
  mapping: z.enum(SINK_MAPPINGS).optional(),
  batch: sinkBatchSchema.optional(),
  onFull: z.enum(['block', 'detach']).optional(),
  /** Settings of its type by name. */
  settings: z.record(z.string().max(64), z.unknown()).optional(),
});
export type SinkChange = z.input<typeof sinkChangeSchema>;

/** A sink as a person gives it: defaults may be left out. */
export type NewSink = DistributiveOmit<z.input<typeof sinkSchema>, 'sinkId'>;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

function hasNoLogin({ username, password }: URL): boolean {
  return username === '' && password === '';
}
