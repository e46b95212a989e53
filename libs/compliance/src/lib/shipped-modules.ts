/** Modules that servers bring along: Redis 8 its data types, Valkey 9.1 the engine of scripts. */
export const SHIPPED_MODULES: readonly string[] = ['ReJSON', 'bf', 'lua', 'search', 'timeseries', 'vectorset'];
