import { freePort, type RedisNode } from '@redoubt/test-kit';
import { LoopbackProxy, type ProxyLink } from './loopback-proxy.ts';

/** Of the port for clients, where nodes look for each other. */
const BUS_PORT_OFFSET = 10_000;
/** Of the sender's name in every message of the bus: `clusterMsg` in Redis' cluster.h. */
const SENDER = { from: 40, to: 80 };

/** What nodes of a cluster say to each other, led through proxies, so that one of them can be parted from the others. */
export class ClusterBus {
  readonly #proxies = new Map<number, LoopbackProxy>();
  /** Port and name of the node that hears and reaches no other. */
  #parted: { port: number; nodeId: string } | undefined;

  /** Puts a proxy where others look for the bus of the node on a port; what that node has to be started with. */
  readonly argsOf = async (port: number): Promise<readonly string[]> => {
    const busPort = await freePort();
    const isCutOff = (link: ProxyLink): boolean =>
      this.#parted !== undefined && (this.#parted.port === port || senderOf(link) === this.#parted.nodeId);
    const at = port + BUS_PORT_OFFSET;
    this.#proxies.set(port, await LoopbackProxy.open({ port: at, toPort: busPort, isCutOff }));
    return ['--cluster-port', String(busPort), '--cluster-announce-bus-port', String(at)];
  };

  /** Parts a node from all others; clients and its replica still reach it. */
  async part(node: RedisNode): Promise<void> {
    this.#parted = { port: node.port, nodeId: await node.nodeId() };
  }

  heal(): void {
    this.#parted = undefined;
    for (const proxy of this.#proxies.values()) proxy.endAll({ isTornOnly: true });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#proxies.values()].map((proxy) => proxy.close()));
  }
}

function senderOf({ first }: ProxyLink): string | undefined {
  return first?.toString('latin1', SENDER.from, SENDER.to);
}
