import { RedisUnavailableError } from './errors.ts';
import type { Reply } from './command.ts';
import { replyOrError } from './batch.ts';
import { NodeConnection, type NodeResult } from './node-connection.ts';
import type { RedisCredentials, RedisOptions } from './options.ts';

/**
 * One connection per node, by address, without a slot map: for administration, which has to reach every node, also
 * ones that serve no slot yet or belong to a cluster that is not whole.
 */
export class NodePool {
  readonly #options: RedisOptions;
  readonly #connections = new Map<string, NodeConnection>();
  #credentials: RedisCredentials | undefined;
  #isClosed = false;

  constructor(options: RedisOptions) {
    this.#options = options;
    this.#credentials = options.credentials;
  }

  get credentials(): RedisCredentials | undefined {
    return this.#credentials;
  }

  /** Whether nodes are verified by their names. */
  get isTls(): boolean {
    return this.#options.tls !== undefined;
  }

  /** `host:port` of the nodes that were configured. */
  configured(): string[] {
    return this.#options.nodes.map(({ host, port }) => `${host}:${port}`);
  }

  /**
   * One command on one node; never sent twice.
   *
   * @throws RedisUnavailableError, OutcomeUnknownError, RedisReplyError
   */
  async call(address: string, name: string, ...args: readonly (string | number | Buffer)[]): Promise<Reply> {
    if (this.#isClosed) throw new RedisUnavailableError('the connections are closed');
    const timeoutMs = this.#options.commandTimeoutMs ?? 3_000;
    const [result] = await this.#connection(address).pipeline([{ name, key: '', args, retry: 'never' }], timeoutMs);
    const end = replyOrError(result as NodeResult);
    if (end instanceof Error) throw end;
    return end;
  }

  #connection(address: string): NodeConnection {
    let found = this.#connections.get(address);
    if (!found) {
      found = new NodeConnection(address, this.#options, this.#credentials);
      this.#connections.set(address, found);
    }
    return found;
  }

  /** Ends connections to nodes that are gone for good. */
  keepOnly(addresses: ReadonlySet<string>): void {
    for (const [address, connection] of this.#connections) {
      if (addresses.has(address)) continue;
      connection.close();
      this.#connections.delete(address);
    }
  }

  /**
   * Other credentials for live and future connections; all or none.
   *
   * @throws RedisReplyError what a node answered
   */
  async switchCredentials(credentials: RedisCredentials): Promise<void> {
    const before = this.#credentials;
    this.#credentials = credentials;
    const refused = await this.#authenticateAll(credentials);
    if (refused === undefined) return;
    this.#credentials = before;
    await this.#authenticateAll(before);
    throw refused.reason;
  }

  async #authenticateAll(credentials: RedisCredentials | undefined): Promise<PromiseRejectedResult | undefined> {
    const ends = await Promise.allSettled([...this.#connections.values()].map((c) => c.authenticate(credentials)));
    return ends.find((end) => end.status === 'rejected');
  }

  /** Ends all connections. Safe to call twice. */
  close(): Promise<void> {
    this.#isClosed = true;
    for (const connection of this.#connections.values()) connection.close();
    this.#connections.clear();
    return Promise.resolve();
  }
}
