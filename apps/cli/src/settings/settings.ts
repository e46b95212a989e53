import { databaseEnv, loadEnv, redisEnv } from '@redoubt/config';
import { toError } from '@redoubt/contracts';
import { z } from 'zod';
import { CliError, usageError } from '../command/cli-error.ts';
import { EXIT } from '../command/exit-code.ts';
import { readEnvFile, type EnvValues } from './env-file.ts';

const SERVER_NAMES = withFiles([...Object.keys(redisEnv.shape), ...Object.keys(databaseEnv.shape)]);
const GATEWAY_NAMES = withFiles(['REDOUBT_URL', 'REDOUBT_API_KEY']);

const gatewaySchema = z.object({
  REDOUBT_URL: z
    .string()
    .regex(/^https?:\/\//, 'must start with http:// or https://')
    .optional(),
  REDOUBT_API_KEY: z.string().optional(),
});

export interface Setting {
  name: string;
  value: string;
  /** `environment`, or the path of the file. */
  origin: string;
}

export interface SettingsSource {
  /** Empty when a person named a file to use instead. */
  env: EnvValues;
  /** Written by `npm start` in a checkout; absent where nothing runs. */
  envFile: string;
  /** Whether a person named the file: then it must exist. */
  isFileWanted: boolean;
}

/**
 * Where Redis, PostgreSQL and the gateway are. The environment wins over the env file that `npm start` writes. Redis and
 * PostgreSQL belong together, so when the environment names one of them the file is left aside for both; the file's key
 * is for the file's gateway only.
 */
export class Settings {
  readonly #source: SettingsSource;
  readonly #file: EnvValues;

  /** @throws CliError when the env file cannot be used */
  constructor(source: SettingsSource) {
    this.#source = source;
    this.#file = readFile(source);
  }

  /** @throws ConfigError, CliError when nothing names a cluster */
  redis() {
    return redisEnv.pick(loadEnv(redisEnv.schema, this.#servers('REDIS_NODES')));
  }

  /** @throws ConfigError, CliError when nothing names a database */
  database() {
    return databaseEnv.pick(loadEnv(databaseEnv.schema, this.#servers('DATABASE_URL')));
  }

  /**
   * @param url given on the command line
   * @throws ConfigError
   */
  gateway(url?: string): { url?: string; apiKey?: string } {
    const env = loadEnv(gatewaySchema, pickNames(this.#source.env, GATEWAY_NAMES));
    const file = loadEnv(gatewaySchema, pickNames(this.#file, GATEWAY_NAMES));
    const chosen = url ?? env.REDOUBT_URL ?? file.REDOUBT_URL;
    const apiKey = env.REDOUBT_API_KEY ?? (chosen === file.REDOUBT_URL ? file.REDOUBT_API_KEY : undefined);
    return { ...(chosen === undefined ? {} : { url: chosen }), ...(apiKey === undefined ? {} : { apiKey }) };
  }

  /** Everything that is set and used, with its origin; secrets as they are. */
  list(): Setting[] {
    const { env, envFile } = this.#source;
    const fromEnv = (names: readonly string[]): Setting[] => settingsOf(env, names, 'environment');
    const servers = fromEnv(SERVER_NAMES);
    const gateway = fromEnv(GATEWAY_NAMES);
    const taken = new Set(gateway.map((setting) => setting.name));
    const fileGateway = settingsOf(this.#file, GATEWAY_NAMES, envFile).filter((setting) => !taken.has(setting.name));
    const isFileKeyUsed = !taken.has('REDOUBT_URL') || env.REDOUBT_URL === this.#file.REDOUBT_URL;
    return [
      ...(servers.length > 0 ? servers : settingsOf(this.#file, SERVER_NAMES, envFile)),
      ...gateway,
      ...fileGateway.filter((setting) => isFileKeyUsed || !setting.name.startsWith('REDOUBT_API_KEY')),
    ];
  }

  #servers(needed: string): EnvValues {
    const isEnv = SERVER_NAMES.some((name) => this.#source.env[name]);
    const values = pickNames(isEnv ? this.#source.env : this.#file, SERVER_NAMES);
    if (!values[needed] && !values[`${needed}_FILE`]) throw this.#missing(needed, isEnv);
    return values;
  }

  #missing(needed: string, isEnv: boolean): CliError {
    const { envFile } = this.#source;
    if (isEnv && this.#file[needed]) {
      const why = `the environment names other servers, so ${envFile} is left aside: set ${needed} as well`;
      return usageError(`${needed} is not set`, why);
    }
    const example =
      needed === 'REDIS_NODES' ? 'host:port,host:port of the Redis Cluster' : 'postgres://user:password@host:port/name';
    return usageError(
      `${needed} is not set`,
      `set ${needed}=${example}`,
      'in a checkout, "npm start" starts everything and lets this command find it',
    );
  }
}

/** Adds the names under which a file with the value may be given. */
function withFiles(names: readonly string[]): string[] {
  return names.flatMap((name) => [name, `${name}_FILE`]);
}

function pickNames(values: EnvValues, names: readonly string[]): EnvValues {
  return Object.fromEntries(names.map((name) => [name, values[name]]));
}

function settingsOf(values: EnvValues, names: readonly string[], origin: string): Setting[] {
  return names.flatMap((name) => (values[name] ? [{ name, value: values[name], origin }] : []));
}

function readFile({ envFile, isFileWanted }: SettingsSource): EnvValues {
  let values: EnvValues | undefined;
  try {
    values = readEnvFile(envFile);
  } catch (error) {
    throw new CliError(EXIT.usage, `the settings cannot be read: ${toError(error).message}`);
  }
  if (values === undefined && isFileWanted) throw usageError(`there is no file ${envFile}`);
  return values ?? {};
}
