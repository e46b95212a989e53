/** A node as CLUSTER NODES names it. */
export interface AclNode {
  /** 40 hexadecimal digits. */
  id: string;
  /** `host:port` for clients. */
  address: string;
  /** Where nodes talk to each other. */
  busPort?: number;
  role: 'master' | 'replica';
  /** Id of the master a replica follows. */
  masterId?: string;
  /** What the cluster says of it; `suspected` while not all agree. */
  health: 'ok' | 'suspected' | 'failed';
}

/**
 * Reads CLUSTER NODES: `<id> <ip:port@bus[,hostname]> <flags> <master> … `. Nodes without an address and those that
 * are only just shaking hands are left out. With `hasHostnames` the announced name stands for the address (TLS).
 */
export function parseClusterNodes(
  text: string,
  { askedHost, hasHostnames = false }: { askedHost: string; hasHostnames?: boolean },
): AclNode[] {
  return text.split('\n').flatMap((line) => {
    const [id = '', place = '', flagText = '', masterId = '-'] = line.trim().split(' ');
    const flags = flagText.split(',');
    const match = /^(.*):(\d+)(?:@(\d+))?(?:,([^,=]*).*)?$/.exec(place);
    if (!match || flags.includes('noaddr') || flags.includes('handshake')) return [];
    const [, ip = '', port = '', busPort, hostname = ''] = match;
    const host = (hasHostnames && hostname) || ip || askedHost;
    const health = flags.includes('fail') ? 'failed' : flags.includes('fail?') ? 'suspected' : 'ok';
    const role = flags.includes('master') ? 'master' : 'replica';
    return [
      {
        ...{ id, address: `${host}:${port}`, role, health },
        ...(busPort === undefined ? {} : { busPort: Number(busPort) }),
        ...(masterId === '-' ? {} : { masterId }),
      },
    ];
  });
}
