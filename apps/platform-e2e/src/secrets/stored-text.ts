import { Redis } from 'ioredis';
import type { Database } from '@redoubt/storage';

interface Login {
  username?: string | undefined;
  password?: string | undefined;
}

/** Everything that a Redis server holds, as text; job payloads and streams too. */
export async function textOfRedis(address: string, { username, password }: Login): Promise<string> {
  const [host = '', port] = address.split(':');
  const login = { ...(username === undefined ? {} : { username }), ...(password === undefined ? {} : { password }) };
  const redis = new Redis({ host, port: Number(port), ...login, maxRetriesPerRequest: 1 });
  redis.on('error', () => undefined);
  try {
    const parts: string[] = [];
    let cursor = '0';
    do {
      const [next, keys] = await redis.scan(cursor, 'COUNT', 500);
      for (const key of keys) parts.push(key, JSON.stringify(await valueOf(redis, key)));
      cursor = next;
    } while (cursor !== '0');
    parts.push(JSON.stringify(await redis.call('ACL', 'LOG')), (await redis.client('LIST')) as string);
    return parts.join('\n');
  } finally {
    redis.disconnect();
  }
}

async function valueOf(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case 'string':
      return (await redis.getBuffer(key))?.toString('latin1');
    case 'hash':
      return (await redis.hgetallBuffer(key)) && Object.entries(await redis.hgetallBuffer(key)).map(latin);
    case 'list':
      return redis.lrange(key, 0, -1);
    case 'set':
      return redis.smembers(key);
    case 'zset':
      return redis.zrange(key, '0', '-1');
    case 'stream':
      return (await redis.xrangeBuffer(key, '-', '+')).map(([, fields]) => fields.map((one) => one.toString('latin1')));
    default:
      return null;
  }
}

const latin = ([field, value]: [string, Buffer]): [string, string] => [field, value.toString('latin1')];

/** Every row of every table, as text, by table. */
export async function textOfDatabase(database: Database): Promise<Map<string, string>> {
  const tables = await database.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const texts = new Map<string, string>();
  for (const { name } of tables) {
    const [row] = await database.query<{ text: string | null }>(
      `SELECT string_agg(t::text, E'\\n') AS text FROM "${name}" t`,
    );
    texts.set(`postgresql ${name}`, row?.text ?? '');
  }
  return texts;
}
