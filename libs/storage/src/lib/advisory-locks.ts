/** First half of the two-part advisory lock keys of this library ("rdbt"). */
export const LOCK_SPACE = 0x72646274;

/** Second halves. */
export const PARTITION_LOCK = 1;
export const MIGRATION_LOCK = 2;
export const RETENTION_LOCK = 3;
/** Shared by what forgets, for one transaction; alone for who places a hold. */
export const HOLD_LOCK = 4;
