import type { Logger } from '@redoubt/telemetry';
import { SLOT_COUNT, slotOf } from '@redoubt/key-schema';
import { NodeConnection, type NodeResult } from './node-connection.ts';
import type { RedisCredentials, RedisOptions } from './options.ts';

/** A master or replica as CLUSTER SLOTS names it. */
export interface ClusterNode {
  id: string;
  role: 'master' | 'replica';
}

/**
 * Which master serves each slot, and one connection per node.
 * Read again every `topologyRefreshMs` and whenever a command was redirected; a refresh asks one node after another
 * until one answers, so a dead node delays it by at most one connect time-out.
 */
export class Topology {
  readonly #options: RedisOptions;
  readonly #log: Logger;
  readonly #connections = new Map<string, NodeConnection>();
  readonly #listeners = new Set<(changedSlots: ReadonlySet<number>) => void>();
  #masterBySlot: (string | undefined)[] = new Array<string | undefined>(SLOT_COUNT).fill(undefined);
  #nodes: ClusterNode[] = [];
  #credentials: RedisCredentials | undefined;
  #refreshing: Promise<boolean> | null = null;
  #timer: NodeJS.Timeout | undefined;
  #lastRefreshOk = false;
  #lastFailure = '';
  #isClosed = false;

  constructor(options: RedisOptions, log: Logger) {
    this.#options = options;
    this.#log = log;
    this.#credentials = options.credentials;
  }

  /** Keeps the slot map fresh from now on. */
  start(): void {
    this.#timer = setInterval(() => void this.refresh(), this.#options.topologyRefreshMs ?? 1_000);
    this.#timer.unref();
  }

  /** Why the last node that was asked gave no slot map. */
  get lastFailure(): string {
    return this.#lastFailure;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  masterOfSlot(slot: number): string | undefined {
    return this.#masterBySlot[slot];
  }

  masterOf(key: string): string | undefined {
    return this.#masterBySlot[slotOf(key)];
  }

  nodes(): readonly ClusterNode[] {
    return this.#nodes;
  }

  masters(): string[] {
    return this.#nodes.filter((n) => n.role === 'master').map((n) => n.id);
  }

  /** Every slot has a master and the last look at the cluster succeeded. */
  state(): { ok: boolean; detail: string } {
    const missing = this.#masterBySlot.filter((m) => m === undefined).length;
    if (missing > 0) return { ok: false, detail: `${missing} slots have no master` };
    return this.#lastRefreshOk ? { ok: true, detail: 'ok' } : { ok: false, detail: this.#lastFailure };
  }

  onSlotsMoved(listener: (changedSlots: ReadonlySet<number>) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  connection(id: string): NodeConnection {
    let found = this.#connections.get(id);
    if (!found) {
      found = new NodeConnection(id, this.#options, this.#credentials);
      if (this.#isClosed) found.close();
      else this.#connections.set(id, found);
    }
    return found;
  }

  /** Reads the slot map again; calls that come while one is under way share it. */
  refresh(): Promise<boolean> {
    this.#refreshing ??= this.#refreshOnce().finally(() => (this.#refreshing = null));
    return this.#refreshing;
  }

  async #refreshOnce(): Promise<boolean> {
    for (const id of this.#candidates()) {
      if (this.#isClosed) return false;
      const [result] = await this.connection(id).pipeline([slotsCommand], 1_000);
      const rows = result ? parseSlots(result, id) : null;
      if (!rows) {
        this.#lastFailure = result && result.kind !== 'reply' ? result.message : `${id} has no slots`;
        continue;
      }
      this.#apply(rows);
      this.#lastRefreshOk = true;
      return true;
    }
    if (this.#lastRefreshOk) this.#log.warn('cluster_topology_unreadable');
    this.#lastRefreshOk = false;
    return false;
  }

  /** Connected masters first, then other known nodes, then the configured ones. */
  #candidates(): string[] {
    const known = this.#nodes.map((n) => n.id);
    const connected = known.filter((id) => this.#connections.get(id)?.isReady);
    const configured = this.#options.nodes.map((n) => `${n.host}:${n.port}`);
    return [...new Set([...shuffle(connected), ...shuffle(known), ...configured])];
  }

  #apply(rows: SlotRow[]): void {
    const next = new Array<string | undefined>(SLOT_COUNT).fill(undefined);
    const nodes = new Map<string, ClusterNode>();
    for (const row of rows) {
      next.fill(row.master, row.start, row.end + 1);
      nodes.set(row.master, { id: row.master, role: 'master' });
      for (const id of row.replicas) if (!nodes.has(id)) nodes.set(id, { id, role: 'replica' });
    }
    const moved = new Set<number>();
    for (let slot = 0; slot < SLOT_COUNT; slot++) {
      const before = this.#masterBySlot[slot];
      if (before !== undefined && next[slot] !== before) moved.add(slot);
    }
    this.#masterBySlot = next;
    this.#nodes = [...nodes.values()];
    this.#dropUnknown(nodes);
    if (moved.size === 0) return;
    this.#log.info({ slots: moved.size }, 'cluster_slots_moved');
    for (const listener of this.#listeners) listener(moved);
  }

  #dropUnknown(nodes: ReadonlyMap<string, ClusterNode>): void {
    const configured = new Set(this.#options.nodes.map((n) => `${n.host}:${n.port}`));
    for (const [id, connection] of this.#connections) {
      if (nodes.has(id) || configured.has(id)) continue;
      connection.close();
      this.#connections.delete(id);
    }
  }

  /**
   * Uses other credentials on every live connection and for all new ones, or, when one node refuses them, on none.
   *
   * @throws RedisReplyError what the node answered
   */
  async authenticate(credentials: RedisCredentials): Promise<void> {
    const before = this.#credentials;
    this.#credentials = credentials;
    const refusal = await this.#authenticateAll(credentials);
    if (refusal === undefined) return;
    this.#credentials = before;
    await this.#authenticateAll(before);
    throw refusal.reason;
  }

  async #authenticateAll(credentials: RedisCredentials | undefined): Promise<PromiseRejectedResult | undefined> {
    const ends = await Promise.allSettled([...this.#connections.values()].map((c) => c.authenticate(credentials)));
    return ends.find((end) => end.status === 'rejected');
  }

  get credentials(): RedisCredentials | undefined {
    return this.#credentials;
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
    for (const connection of this.#connections.values()) connection.close();
    this.#connections.clear();
  }
}

interface SlotRow {
  start: number;
  end: number;
  master: string;
  replicas: string[];
}

const slotsCommand = { name: 'CLUSTER', key: '', args: ['SLOTS'], retry: 'free' } as const;

/** Reads CLUSTER SLOTS (Redis 3.0 to 8): `[start, end, [host, port, id, …], replica…]`; an empty host is the asked node's. */
function parseSlots(result: NodeResult, askedId: string): SlotRow[] | null {
  if (result.kind !== 'reply' || !Array.isArray(result.value) || result.value.length === 0) return null;
  const askedHost = askedId.slice(0, askedId.lastIndexOf(':'));
  const nodeId = (node: unknown): string => {
    const [host, port] = node as [string | null, number];
    return `${host === null || host === '' || host === '?' ? askedHost : host}:${port}`;
  };
  return (result.value as [number, number, ...unknown[]][]).map(([start, end, master, ...replicas]) => ({
    start,
    end,
    master: nodeId(master),
    replicas: replicas.map(nodeId),
  }));
}

function shuffle<T>(list: readonly T[]): T[] {
  // Load spreading only: which node is asked first need not be secret or seeded.
  return list
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
