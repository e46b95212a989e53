import type { RedisClient, ScriptDefinition } from '@redoubt/redis';

/**
 * A client through which no lease call is ever answered from `deafAfterMs` on, while everything else works: its
 * worker can neither renew nor learn that its partitions were given away.
 */
export function deafTo(redis: RedisClient, deafAfterMs: number): RedisClient {
  const deafFrom = performance.now() + deafAfterMs;
  const script = (definition: ScriptDefinition): ReturnType<RedisClient['script']> => {
    const bound = redis.script(definition);
    if (!definition.name.startsWith('lease-')) return bound;
    return {
      ...bound,
      run: (...call) => (performance.now() < deafFrom ? bound.run(...call) : new Promise(() => undefined)),
    };
  };
  return new Proxy(redis, {
    get(target, name) {
      if (name === 'script') return script;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
