/** One guarantee of the stream runtime, broken on purpose. */
export interface Mutation {
  guarantee: string;
  /** File to break, from the repository's root. */
  file: string;
  /** Text that must stand in it exactly once. */
  find: string;
  replace: string;
  /** Specs that must notice, as a path pattern of jest. */
  spec: string;
  /** Only tests whose names match. */
  test: string;
}

const consumer = 'libs/stream/src/lib/consumer';
const scripts = 'libs/stream/src/lib/scripts';

/** Each row takes one guarantee away; the named tests must then fail. */
export const MUTATIONS: readonly Mutation[] = [
  {
    guarantee: 'acknowledged only after the handler’s outcome',
    file: `${consumer}/reader.ts`,
    find: '    lane.ready = [];\n    org.wasUrgent',
    replace: '    lane.ready = [];\n    lane.acks.push(...entries.map((e) => e.entryId));\n    org.wasUrgent',
    spec: 'crash-suite.int',
    test: 'killed between output and ack',
  },
  {
    guarantee: 'a new owner goes through the pending list first',
    file: `${consumer}/org-work.ts`,
    find: "    mode: 'pending',",
    replace: "    mode: 'new',",
    spec: 'crash-suite.int',
    test: 'killed between output and ack',
  },
  {
    guarantee: 'an entry that kills its workers is buried',
    file: `${consumer}/entry-processor.ts`,
    find: 'if ((tries[0] as number) <= this.#maxAttempts)',
    replace: 'if ((tries[0] as number) <= Number.POSITIVE_INFINITY)',
    spec: 'crash-suite.int',
    test: 'whose handling kills workers',
  },
  {
    guarantee: 'a bad deploy stops instead of filling the dead letters',
    file: `${consumer}/dead-letter-limit.ts`,
    find: '    if (dead === 0 ||',
    replace: '    if (dead >= 0 ||',
    spec: 'crash-suite.int',
    test: 'bad deploy',
  },
  {
    guarantee: 'reads and acknowledgements are fenced',
    file: `${scripts}/visit-n.lua`,
    find: "  if seen >= epoch then return {'fenced', held} end\n",
    replace: '',
    spec: 'crash-suite.int',
    test: 'zombie that believes',
  },
  {
    guarantee: 'a fence that went back is noticed',
    file: `${scripts}/visit-n.lua`,
    find: "  if ARGV[3] ~= '1' then return {'rolled_back', held or ''} end\n",
    replace: '',
    spec: 'crash-suite.int',
    test: 'while the fence had gone back',
  },
  {
    guarantee: 'a fence ahead of the lease does not stall its organisations',
    file: 'libs/stream/src/lib/lease/lease-keeper.ts',
    find: '    this.#leastEpoch.set(partition, Math.max(seenEpoch + 1, this.#leastEpoch.get(partition) ?? 0));\n',
    replace: '',
    spec: 'crash-suite.int',
    test: 'ahead of the lease',
  },
  {
    guarantee: 'work in hand is finished before the leases are given back on SIGTERM',
    file: `${consumer}/stream-consumer.ts`,
    find: 'while (orgs.some(hasWork) && this.#clock.monotonicMs() < deadline)',
    replace: 'while (orgs.some(hasWork) && this.#clock.monotonicMs() < deadline - 60_000)',
    spec: 'crash-suite.int',
    test: 'on SIGTERM',
  },
  {
    guarantee: 'a rebalance drains before it gives back',
    file: 'libs/stream/src/lib/lease/lease-keeper.ts',
    find: '    await this.#events.onReleasing(partitions);\n',
    replace: '    void this.#events.onReleasing([]);\n',
    spec: 'crash-suite.int',
    test: 'rebalances one worker',
  },
  {
    guarantee: 'a trimmed entry is reported and does not stay pending',
    file: `${consumer}/reader.ts`,
    find: '    lane.acks.push(...lost);\n',
    replace: '',
    spec: 'crash-suite.int',
    test: 'trimmed while pending',
  },
  {
    guarantee: 'a lease outlives the failover of its coordination master',
    file: 'libs/stream/src/lib/lease/lease-keeper.ts',
    find: 'ttlMs: 12_000',
    replace: 'ttlMs: 4_000',
    spec: 'crash-suite.failover',
    test: 'coordination master',
  },
  {
    guarantee: 'a refused command is sent to where its slot went',
    file: 'libs/redis/src/lib/server-error.ts',
    find: "  ...(['moved', 'ask', 'tryagain', 'clusterdown', 'loading', 'readonly', 'noscript'] as const),\n]);\n\nexport function isDefiniteRefusal",
    replace: "  ...(['noscript'] as const),\n]);\n\nexport function isDefiniteRefusal",
    spec: 'crash-suite.failover',
    test: 'slot that moves',
  },
  {
    guarantee: 'a read whose answer was lost is recovered',
    file: `${consumer}/reader.ts`,
    find: "    if (error instanceof OutcomeUnknownError && hasRead) this.recover(org, 'unknown_outcome');\n",
    replace: '    void hasRead;\n    void OutcomeUnknownError;\n',
    spec: 'crash-suite.failover',
    test: 'answered too late',
  },
  {
    guarantee: 'an append is acknowledged only when a replica has it',
    file: 'libs/redis/src/lib/batch.ts',
    find: 'const isEnough = confirmed.kind',
    replace: 'const isEnough = wait.replicas > 0 || confirmed.kind',
    spec: 'libs/redis/.*(int|failover)',
    test: 'replica',
  },
  {
    guarantee: 'a batch is appended once',
    file: `${scripts}/append-frames-4.lua`,
    find: 'if seen then',
    replace: 'if false then',
    spec: 'conformance',
    test: 'appends a batch once',
  },
  {
    guarantee: 'a dead event is copied before its entry is acknowledged',
    file: `${scripts}/dead-letter-4.lua`,
    find: "  redis.call('XADD', KEYS[3], '*', unpack(ARGV, at + 1, at + size))\n",
    replace: '',
    spec: 'conformance',
    test: 'buries what the handler gives up',
  },
  {
    guarantee: 'nothing is trimmed that a group still needs',
    file: `${scripts}/trim-n.lua`,
    find: "      if info['pending'] > 0 then",
    replace: '      if false then',
    spec: 'libs/stream/.*int',
    test: '[Tt]rim',
  },
  {
    guarantee: 'a stream that a group newly reads is read from its start',
    file: `${scripts}/ensure-groups-n.lua`,
    find: "ARGV[1], '0', 'MKSTREAM'",
    replace: "ARGV[1], '$', 'MKSTREAM'",
    spec: 'record-lanes.int',
    test: 'creates what is missing',
  },
  {
    guarantee: 'no lane starves another',
    file: `${consumer}/lane-turn.ts`,
    find: 'best.lastTurn <= lane.lastTurn',
    replace: 'best.lastTurn >= 0',
    spec: 'libs/stream/docs/04',
    test: 'starve no other lane',
  },
  {
    guarantee: 'records are appended once',
    file: `${scripts}/append-records-2.lua`,
    find: 'if seen then',
    replace: 'if false then',
    spec: 'append-records.int',
    test: 'once under one id',
  },
  {
    guarantee: 'order holds within an organisation while something is retried',
    file: `${consumer}/reader.ts`,
    find: '    if (org.running !== null || org.isLost',
    replace: '    if (org.isLost',
    spec: 'conformance',
    test: 'one batch of an organisation|later ones wait',
  },
];
