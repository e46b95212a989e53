import calculateSlot from 'cluster-key-slot';
import { Redis } from 'ioredis';

export interface Masters {
  /** Connection to the master of a key's slot. */
  of(key: string): Redis;
  close(): void;
}

/** Who comes; `default` when left out. */
export interface RedisLogin {
  username?: string;
  password?: string;
}

/** One plain connection to each master of a cluster, without any of the platform's code between. */
export async function connectMasters(address: string, login: RedisLogin = {}): Promise<Masters> {
  const [host = '', port] = address.split(':');
  const first = new Redis({ ...login, host, port: Number(port), protocol: 2 });
  const ranges = (await first.call('CLUSTER', 'SLOTS')) as [number, number, [string, number]][];
  first.disconnect();
  const owners = ranges.map(([from, to, [ip, at]]) => ({
    from,
    to,
    redis: new Redis({ ...login, host: ip, port: at, protocol: 2 }),
  }));
  return {
    of: (key) => {
      const slot = calculateSlot(key);
      const owner = owners.find(({ from, to }) => slot >= from && slot <= to);
      if (owner === undefined) throw new Error(`slot ${slot} has no master`);
      return owner.redis;
    },
    close: () => owners.forEach(({ redis }) => redis.disconnect()),
  };
}
