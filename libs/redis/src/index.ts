export type { RedisOptions, RedisNodeAddress, RedisCredentials } from './lib/options.ts';
export type { RedisCommand, Reply, RetryClass, BatchOptions } from './lib/command.ts';
export { RedisUnavailableError, OutcomeUnknownError, NotReplicatedError, RedisReplyError } from './lib/errors.ts';
export { connectRedis, type RedisClient } from './lib/redis-client.ts';
export { defineScript, type ScriptDefinition, type Script } from './lib/script.ts';
export { createRedisMetrics } from './lib/metrics.ts';
export { NodePool } from './lib/node-pool.ts';
export { connectionName, credentialMark } from './lib/connection-name.ts';
export type { Subscription } from './lib/subscription.ts';
export type { RedisTls } from './lib/tls/connection-tls.ts';
export {
  readNodeCertificates,
  type NodeCertificate,
  type UnreadCertificate,
} from './lib/tls/read-node-certificates.ts';
export { TLS_VERSIONS, tryNodeProtocols } from './lib/tls/try-node-protocols.ts';
export type { Capabilities } from './lib/capabilities.ts';
export { serverErrorKind, type ServerErrorKind } from './lib/server-error.ts';
