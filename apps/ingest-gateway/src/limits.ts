/** Bounds of one request and of the process; all sizes in bytes. */
export interface GatewayLimits {
  /** A body as it comes over the wire. */
  maxBodyBytes: number;
  /** A body after decompression. */
  maxDecodedBytes: number;
  /** A decompressed `application/json` body, which is held whole; NDJSON and text are not. */
  maxJsonBodyBytes: number;
  /** One event or log line. */
  maxEventBytes: number;
  /** Events of one request. */
  maxBatchEvents: number;
  /** Nesting of one JSON event. */
  maxDepth: number;
  /**
   * Bodies up to this size are read at once and stand or fall together; larger NDJSON and text bodies are worked off in
   * pieces of this size. Also decides how an Idempotency-Key is divided, so it must not change within its 24 hours.
   */
  pieceBytes: number;
  /** Bytes of bodies that all requests together may hold. */
  maxInFlightBytes: number;
  /** Those of one organisation; and all whose signature was not checked yet. */
  maxOrgInFlightBytes: number;
}

/** Item errors that an answer lists; the rest are only counted. */
export const MAX_LISTED_ERRORS = 100;

export const DEFAULT_LIMITS: GatewayLimits = {
  maxBodyBytes: 64 * 1024 * 1024,
  maxDecodedBytes: 256 * 1024 * 1024,
  maxJsonBodyBytes: 16 * 1024 * 1024,
  maxEventBytes: 256 * 1024,
  maxBatchEvents: 500_000,
  maxDepth: 64,
  pieceBytes: 1024 * 1024,
  maxInFlightBytes: 256 * 1024 * 1024,
  maxOrgInFlightBytes: 64 * 1024 * 1024,
};
