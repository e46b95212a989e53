import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { setting, type Schema, type Setting } from './setting.ts';

/** Who sees to a key of a service's environment in a chart. */
export type Keeper = 'chart' | 'secret' | 'config';

/** Keys that follow from other values of a chart. */
const CHART_KEYS = new Set([
  ...['OPS_PORT', 'REDIS_NODES', 'REDIS_USERNAME', 'REDIS_PASSWORD_FILE', 'REDIS_TLS', 'REDIS_TLS_CA_FILE'],
  ...['REDIS_TLS_CERT_FILE', 'REDIS_TLS_KEY_FILE', 'HTTP_PORT', 'TLS_CERT_FILE', 'TLS_KEY_FILE', 'DATABASE_URL'],
  ...['DRAIN_TIMEOUT_MS', 'READINESS_LINGER_MS', 'WORKER_ID', 'CREDENTIALS_STORE', 'KUBERNETES_NAMESPACE'],
]);

/** Keys that a chart never sets: another way to say the same, or a place inside the image. */
const UNUSED_KEYS = new Set([
  ...['OPS_HOST', 'HTTP_HOST', 'REDIS_PASSWORD', 'REDIS_TLS_CA', 'WEB_ROOT', 'CREDENTIALS_DIR'],
  ...['KUBERNETES_API_URL', 'KUBERNETES_TOKEN_FILE', 'KUBERNETES_CA_FILE', 'REDOUBT_SECRET_KEY_FILE'],
]);

const SECRET_KEY = /(?:SECRET|SECRET_KEY|API_KEY|PASSWORD|TOKEN|SESSION_KEYS|SIGNING_KEY|PRIVATE_KEY)$/;

export function keeperOf(key: string): Keeper | undefined {
  if (UNUSED_KEYS.has(key)) return undefined;
  if (CHART_KEYS.has(key)) return 'chart';
  return SECRET_KEY.test(key) ? 'secret' : 'config';
}

export interface AppConfig {
  /** Every key that the service reads. */
  keys: readonly string[];
  /** Values of the chart under `config`. */
  config: Readonly<Record<string, Setting>>;
  /** Keys that come from Secrets; whether the service starts without. */
  secrets: Readonly<Record<string, 'required' | 'optional'>>;
  database: 'required' | 'optional' | 'none';
}

/**
 * What a service's `src/config.ts` reads.
 *
 * @throws Error  the file exports no zod object named `…Env`
 */
export async function readAppConfig(root: string, app: string): Promise<AppConfig> {
  const file = join(root, 'apps', app, 'src/config.ts');
  if (!existsSync(file)) throw new Error(`${app} has no src/config.ts`);
  const exported = (await import(file)) as Record<string, unknown>;
  const schema = Object.entries(exported).find(([name, value]) => name.endsWith('Env') && value instanceof z.ZodObject);
  if (schema === undefined) throw new Error(`${file} exports no zod object named …Env`);
  const { shape } = schema[1] as z.ZodObject<Record<string, z.ZodType>>;
  const keys = Object.keys(shape).sort();
  const kept = (keeper: Keeper): string[] => keys.filter((key) => keeperOf(key) === keeper);
  const needOf = (key: string) => (shape[key]?.safeParse(undefined).success ? 'optional' : 'required');
  return {
    keys,
    config: Object.fromEntries(kept('config').map((key) => [key, configSetting(key, shape[key] as z.ZodType)])),
    secrets: Object.fromEntries(kept('secret').map((key) => [key, needOf(key)])),
    database: keys.includes('DATABASE_URL') ? needOf('DATABASE_URL') : 'none',
  };
}

function configSetting(key: string, type: z.ZodType): Setting {
  const fallback = type.safeParse(undefined);
  const value = fallback.success ? fallback.data : undefined;
  const isOfMachine = typeof value === 'string' && value.startsWith('/') && value.includes('apps');
  const given = value === undefined || isOfMachine ? '' : `; default ${JSON.stringify(value)}`;
  return setting(undefined, schemaOfKey(type, value), `${key} of the service${given}.`);
}

/** Types of zod 4 that stand around another, by what they are around. */
interface Definition {
  type: string;
  innerType?: z.ZodType;
  in?: z.ZodType;
  out?: z.ZodType;
  entries?: Readonly<Record<string, string>>;
}

/** Environment variables are texts; what a text may say follows from what it becomes. */
function schemaOfKey(type: z.ZodType, fallback: unknown): Schema {
  const layers = layersOf(type);
  const choices = layers.find((layer) => layer instanceof z.ZodEnum);
  if (choices !== undefined) return { type: 'string', enum: choices.options };
  const number = layers.find((layer) => layer instanceof z.ZodNumber);
  if (number !== undefined) return numberSchema(number);
  if (typeof fallback === 'boolean') return { type: 'boolean' };
  return { type: 'string' };
}

function numberSchema(number: z.ZodNumber): Schema {
  const { minValue, maxValue, isInt } = number;
  return {
    type: isInt ? 'integer' : 'number',
    ...(minValue === null || minValue <= Number.MIN_SAFE_INTEGER ? {} : { minimum: minValue }),
    ...(maxValue === null || maxValue >= Number.MAX_SAFE_INTEGER ? {} : { maximum: maxValue }),
  };
}

function layersOf(type: z.ZodType): z.ZodType[] {
  const { innerType, in: before, out: after } = (type as unknown as { def: Definition }).def;
  const inner = [innerType, before, after].filter((one) => one !== undefined);
  return [type, ...inner.flatMap(layersOf)];
}
