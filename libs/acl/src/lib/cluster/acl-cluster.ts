import { toError } from '@redoubt/contracts';
import { RedisUnavailableError, type NodePool, type Reply } from '@redoubt/redis';
import { aclDigest, parseAclLine, type UserState } from './acl-list.ts';
import { commandTable, type CommandTable } from './command-table.ts';
import { parseClusterNodes, type AclNode } from './cluster-nodes.ts';

/** What a node that answered says of itself. */
export interface NodeFacts {
  node: AclNode;
  /** `7.0.15`. */
  version: string;
  users: readonly UserState[];
  /** What its commands and categories are. */
  commands: CommandTable;
  /** Of its users, see `aclDigest`. */
  digest: string;
  /** Where ACL SAVE keeps them; empty when it keeps them nowhere. */
  aclFile: string;
  /** User under which it follows its master; empty for `default`. */
  masterUser: string;
}

/** A node that gave no answer. */
export interface DownNode {
  node: AclNode;
  reason: string;
}

export interface ClusterFacts {
  up: readonly NodeFacts[];
  down: readonly DownNode[];
}

/** Every node of a cluster, masters and replicas, as its own ACL stands: users are neither replicated nor gossiped. */
export class AclCluster {
  readonly #pool: NodePool;
  readonly #withoutUser: NodePool | undefined;
  readonly #known = new Set<string>();
  readonly #tables = new Map<string, Promise<CommandTable>>();
  /** One for all nodes of a version, so that what is made of it is made once. */
  readonly #tablesByText = new Map<string, CommandTable>();
  #sent = 0;
  #openCalls = 0;

  /**
   * @param withoutUser a pool without credentials: a way to nodes that lost their users with their file and stand open
   *   until somebody puts them right; without it such a node counts as down
   */
  constructor(pool: NodePool, { withoutUser }: { withoutUser?: NodePool } = {}) {
    this.#pool = pool;
    this.#withoutUser = withoutUser;
  }

  /** One command on one node. Throws what the connection or the node answered. */
  async call(address: string, name: string, ...args: readonly (string | number)[]): Promise<Reply> {
    this.#sent += 1;
    try {
      return await this.#pool.call(address, name, ...args);
    } catch (error) {
      // A login that is refused was never more than that: the command was not run.
      if (this.#withoutUser === undefined || !/\bWRONGPASS\b/.test(toError(error).message)) throw error;
      return this.#callOpen(this.#withoutUser, error, [address, name, ...args]);
    }
  }

  /** Its connections end with the last call under way: a node that was put right keeps none without a user. */
  async #callOpen(pool: NodePool, refusal: unknown, call: Parameters<NodePool['call']>): Promise<Reply> {
    this.#openCalls += 1;
    try {
      return await pool.call(...call);
    } catch (error) {
      throw /\bNOAUTH\b/.test(toError(error).message) ? refusal : error;
    } finally {
      this.#openCalls -= 1;
      if (this.#openCalls === 0) pool.keepOnly(new Set());
    }
  }

  /** Commands sent so far: what looking at the nodes costs them. */
  get sentCommands(): number {
    return this.#sent;
  }

  /**
   * The nodes that any reachable node knows.
   *
   * @throws RedisUnavailableError when none answers
   */
  async nodes(): Promise<AclNode[]> {
    const asked = [...new Set([...this.#known, ...this.#pool.configured()])];
    const views = await Promise.allSettled(asked.map((address) => this.#viewOf(address)));
    const seen = new Map<string, AclNode>();
    for (const view of views) {
      if (view.status === 'rejected') continue;
      for (const node of view.value) if (node.health !== 'ok' || !seen.has(node.id)) seen.set(node.id, node);
    }
    if (seen.size === 0) {
      const reasons = views.map((view) => (view.status === 'rejected' ? toError(view.reason).message : 'no nodes'));
      throw new RedisUnavailableError(`no Redis node answers: ${reasons.join('; ')}`);
    }
    const nodes = [...seen.values()].sort((a, b) => (a.address < b.address ? -1 : 1));
    this.#known.clear();
    for (const { address } of nodes) this.#known.add(address);
    const kept = new Set([...this.#known, ...this.#pool.configured()]);
    this.#pool.keepOnly(kept);
    for (const id of this.#tables.keys()) if (!kept.has(id.split(' ')[0] ?? '')) this.#tables.delete(id);
    return nodes;
  }

  async #viewOf(address: string): Promise<AclNode[]> {
    const text = String(await this.call(address, 'CLUSTER', 'NODES'));
    const askedHost = address.slice(0, address.lastIndexOf(':'));
    return parseClusterNodes(text, { askedHost, hasHostnames: this.#pool.isTls });
  }

  /** What every node says now. Throws RedisUnavailableError when none answers. */
  async facts(): Promise<ClusterFacts> {
    const nodes = await this.nodes();
    const ends = await Promise.all(
      nodes.map((node) =>
        this.factsOf(node).then(
          (facts) => ({ facts }),
          (error: unknown) => ({ down: { node, reason: toError(error).message } }),
        ),
      ),
    );
    return {
      up: ends.flatMap((end) => ('facts' in end ? [end.facts] : [])),
      down: ends.flatMap((end) => ('down' in end ? [end.down] : [])),
    };
  }

  /** What one node says now. Throws when it does not answer. */
  async factsOf(node: AclNode): Promise<NodeFacts> {
    const [lines, info, settings] = await Promise.all([
      this.call(node.address, 'ACL', 'LIST'),
      this.call(node.address, 'INFO', 'server'),
      this.call(node.address, 'CONFIG', 'GET', 'aclfile', 'masteruser'),
    ]);
    const values = settingsOf(settings);
    const version = /^(?:valkey|redis)_version:(\S+)/m.exec(String(info))?.[1] ?? '';
    const [aclFile, masterUser] = [values.get('aclfile') ?? '', values.get('masteruser') ?? ''];
    const commands = await this.#commandsOf(node.address, version);
    const users = (lines as string[]).map((line) => parseAclLine(line, commands));
    return { node, version, users, commands, digest: aclDigest(users), aclFile, masterUser };
  }

  /** Asked once per node and version. */
  #commandsOf(address: string, version: string): Promise<CommandTable> {
    const id = `${address} ${version}`;
    let found = this.#tables.get(id);
    if (!found) {
      found = this.#readCommands(address).catch((error: unknown) => {
        this.#tables.delete(id);
        throw error;
      });
      this.#tables.set(id, found);
    }
    return found;
  }

  async #readCommands(address: string): Promise<CommandTable> {
    const names = (await this.call(address, 'ACL', 'CAT')) as string[];
    const lists = await Promise.all(names.map((name) => this.call(address, 'ACL', 'CAT', name)));
    const categories = names.map((name, index) => [name, lists[index] as string[]] as const);
    const text = JSON.stringify(categories);
    const held = this.#tablesByText.get(text) ?? commandTable(new Map(categories));
    this.#tablesByText.set(text, held);
    return held;
  }
}

/** Whether the value of a setting is a secret; Valkey has two names for the password of replication. */
export function isSecretSetting(name: string): boolean {
  return /^(masterauth|primaryauth|requirepass|.*-key-file-pass)$/.test(name);
}

/** Reads CONFIG GET: names and values in turn. */
export function settingsOf(reply: Reply): Map<string, string> {
  const flat = reply as string[];
  const found = new Map<string, string>();
  for (let i = 0; i < flat.length; i += 2) found.set(flat[i] as string, flat[i + 1] as string);
  return found;
}
