/** Redis data type of a key, or `channel` for sharded pub/sub. */
export type KeyType = 'stream' | 'hash' | 'string' | 'list' | 'set' | 'zset' | 'hyperloglog' | 'channel' | 'queue';

/** What is known of one key shape. The reference page and the ACL roles are generated from these. */
export interface KeyDeclaration {
  /** Name of the builder. */
  name: string;
  /** The key with `<placeholders>`, as people read it. */
  pattern: string;
  type: KeyType;
  /** Apps (or libraries' roles) that write it. */
  writers: readonly string[];
  readers: readonly string[];
  /** Life of the key, in words a person can check. */
  ttl: string;
  /** What keeps its size finite. */
  bound: string;
  purpose: string;
}
