import { userInfo } from 'node:os';
import { databaseEnv, envFlag, envSecretKeys, loadEnv, redisEnv } from '@redoubt/config';
import { toError } from '@redoubt/contracts';
import { z } from 'zod';
import { CliError, usageError } from '../command/cli-error.ts';
import { EXIT } from '../command/exit-code.ts';
import { readEnvFile, type EnvValues } from './env-file.ts';

const SERVER_NAMES = withFiles([...Object.keys(redisEnv.shape), ...Object.keys(databaseEnv.shape)]);
const GATEWAY_NAMES = withFiles(['REDOUBT_URL', 'REDOUBT_API_KEY']);

/** What acl-manager has in its environment, too: who the Redis users are and where their passwords live. */
const ACL_NAMES = ['CREDENTIALS_DIR', 'ACL_USERS', 'ACL_DEFAULT_USER', 'ACL_IGNORED_USERS', 'MANAGE_REPLICATION'];
const nameList = z.string().transform((text) => text.split(',').flatMap((name) => name.trim() || []));
const aclSchema = z.object({
  CREDENTIALS_DIR: z.string().min(1).optional(),
  ACL_USERS: nameList.optional(),
  ACL_DEFAULT_USER: z.enum(['keep', 'off']).default('keep'),
  ACL_IGNORED_USERS: nameList.default([]),
  MANAGE_REPLICATION: envFlag().default(false),
});

const SERVICE_NAMES = ['REDOUBT_SERVICES'];

const SECRET_NAMES = withFiles(['REDOUBT_SECRET_KEY']);
const secretSchema = z.object({ REDOUBT_SECRET_KEY: envSecretKeys().optional() });

const serviceAddress = /^([a-z][a-z0-9-]{0,39})=(https?:\/\/\S+)$/;
const serviceSchema = z.object({
  REDOUBT_SERVICES: z
    .string()
    .default('')
    .transform((text, context): ReadonlyMap<string, string> => {
      const parts = text.split(',').flatMap((part) => part.trim() || []);
      const matches = parts.map((part) => serviceAddress.exec(part));
      if (matches.includes(null)) {
        context.addIssue({ code: 'custom', message: 'must be <service>=<address>,<service>=<address>' });
      }
      return new Map(matches.flatMap((match) => (match ? [[match[1] as string, match[2] as string]] : [])));
    }),
});

/** In which a secret may be given to a command. */
const GIVEN_SECRET = 'REDOUBT_CHANNEL_SECRET';

const gatewaySchema = z.object({
  REDOUBT_URL: z
    .string()
    .regex(/^https?:\/\//, 'must start with http:// or https://')
    .optional(),
  REDOUBT_API_KEY: z.string().optional(),
});

export interface AclSettings {
  /** Folder of the passwords of Redis users. */
  credentialsDir: string | undefined;
  /** Undefined for every service that has a role. */
  users: readonly string[] | undefined;
  defaultUser: 'off' | 'keep';
  ignoredUsers: readonly string[];
  /** Whether replication has a user of its own. */
  managesReplication: boolean;
}

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
   * Redis users as acl-manager declares them. The environment wins name by name; the file's are for its servers only.
   *
   * @throws ConfigError
   */
  acl(): AclSettings {
    const values = Object.fromEntries(this.#aclSettings().map(({ name, value }) => [name, value]));
    const env = loadEnv(aclSchema, values);
    return {
      credentialsDir: env.CREDENTIALS_DIR,
      users: env.ACL_USERS,
      defaultUser: env.ACL_DEFAULT_USER,
      ignoredUsers: env.ACL_IGNORED_USERS,
      managesReplication: env.MANAGE_REPLICATION,
    };
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

  /**
   * Keys that secrets of notification channels are kept with, the one to seal with first. They belong to the servers:
   * those of the file go with its servers only.
   *
   * @throws ConfigError, CliError when there is none
   */
  secretKeys(): [string, ...string[]] {
    const env = loadEnv(secretSchema, pickNames(this.#source.env, SECRET_NAMES)).REDOUBT_SECRET_KEY;
    const file = this.#isFromEnv() ? undefined : loadEnv(secretSchema, pickNames(this.#file, SECRET_NAMES));
    const [first, ...rest] = env ?? file?.REDOUBT_SECRET_KEY ?? [];
    if (first !== undefined) return [first, ...rest];
    throw usageError(
      'REDOUBT_SECRET_KEY is not set: a channel with a secret cannot be kept without it',
      'set REDOUBT_SECRET_KEY or REDOUBT_SECRET_KEY_FILE to the key that alert-engine has: 32 bytes as base64',
      'a new one: openssl rand -base64 32',
    );
  }

  /** The file that the keys of `secretKeys` come from, if they come from one. */
  secretKeyFile(): string | undefined {
    const fromEnv = pickNames(this.#source.env, SECRET_NAMES);
    const isSet = SECRET_NAMES.some((name) => fromEnv[name]);
    const values = isSet || this.#isFromEnv() ? fromEnv : this.#file;
    return values.REDOUBT_SECRET_KEY_FILE || undefined;
  }

  /**
   * Where services answer operators (/readyz, /metrics), by name; they belong to the servers.
   *
   * @throws ConfigError
   */
  services(): ReadonlyMap<string, string> {
    const values = pickNames(
      this.#isFromEnv() ? this.#source.env : { ...this.#file, ...this.#source.env },
      SERVICE_NAMES,
    );
    return loadEnv(serviceSchema, values).REDOUBT_SERVICES;
  }

  /** The file in use besides the environment; undefined where there is none. */
  settingsFile(): string | undefined {
    return Object.keys(this.#file).length > 0 ? this.#source.envFile : undefined;
  }

  /** A secret given in the environment for the channel at hand. */
  channelSecret(): string | undefined {
    return this.#source.env[GIVEN_SECRET] || undefined;
  }

  /** Whom to tell of an incident, as the operator writes them down: names and numbers, separated by semicolons. */
  escalationContacts(): string[] {
    return (this.#source.env.ESCALATION_CONTACTS ?? '').split(';').flatMap((text) => text.trim() || []);
  }

  /** Who runs this command, for what it changes. */
  userName(): string {
    const name = this.#source.env.USER;
    if (name) return name.slice(0, 256);
    try {
      return userInfo().username;
    } catch {
      // Of a user without a name, as in containers.
      return `uid-${process.getuid?.() ?? 'unknown'}`;
    }
  }

  /** Everything that is set and used, with its origin; secrets as they are. */
  list(): Setting[] {
    const { env, envFile } = this.#source;
    const fromEnv = (names: readonly string[]): Setting[] => settingsOf(env, names, 'environment');
    const servers = fromEnv(SERVER_NAMES);
    const gateway = fromEnv(GATEWAY_NAMES);
    const fromFile = (names: readonly string[]): Setting[] => settingsOf(this.#file, names, envFile);
    const secrets = fromEnv(SECRET_NAMES);
    const taken = new Set(gateway.map((setting) => setting.name));
    const fileGateway = fromFile(GATEWAY_NAMES).filter((setting) => !taken.has(setting.name));
    const isFileKeyUsed = !taken.has('REDOUBT_URL') || env.REDOUBT_URL === this.#file.REDOUBT_URL;
    return [
      ...(servers.length > 0 ? servers : fromFile(SERVER_NAMES)),
      ...this.#aclSettings(),
      ...this.#serviceSettings(),
      ...(secrets.length > 0 || servers.length > 0 ? secrets : fromFile(SECRET_NAMES)),
      ...gateway,
      ...fileGateway.filter((setting) => isFileKeyUsed || !setting.name.startsWith('REDOUBT_API_KEY')),
    ];
  }

  #aclSettings(): Setting[] {
    const { env, envFile } = this.#source;
    const own = settingsOf(env, ACL_NAMES, 'environment');
    if (this.#isFromEnv()) return own;
    const taken = new Set(own.map(({ name }) => name));
    return [...own, ...settingsOf(this.#file, ACL_NAMES, envFile).filter(({ name }) => !taken.has(name))];
  }

  #serviceSettings(): Setting[] {
    const { env, envFile } = this.#source;
    const own = settingsOf(env, SERVICE_NAMES, 'environment');
    return own.length > 0 || this.#isFromEnv() ? own : settingsOf(this.#file, SERVICE_NAMES, envFile);
  }

  #servers(needed: string): EnvValues {
    const isEnv = this.#isFromEnv();
    const values = pickNames(isEnv ? this.#source.env : this.#file, SERVER_NAMES);
    if (!values[needed] && !values[`${needed}_FILE`]) throw this.#missing(needed, isEnv);
    return values;
  }

  /** Whether the environment names the servers. */
  #isFromEnv(): boolean {
    return SERVER_NAMES.some((name) => this.#source.env[name]);
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
  return [...new Set(names.flatMap((name) => [name, `${name}_FILE`]))];
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
