import { readdirSync } from 'node:fs';

const KEY_START = String.raw`/^(\{(org|coord|bell|bull|apikey|orgs):|\{acl)/`;
const KEY_MESSAGE = 'Redis keys, channels and groups are spelled in libs/key-schema only.';

/** Refuses literals that look like Redis keys. */
export const noKeyLiterals = [
  'error',
  { selector: `Literal[value=${KEY_START}]`, message: KEY_MESSAGE },
  { selector: `TemplateElement[value.raw=${KEY_START}]`, message: KEY_MESSAGE },
];

const env = { object: 'process', property: 'env', message: 'Only libs/config reads the environment: use loadEnv.' };
const exit = { object: 'process', property: 'exit', message: 'Only runMain of libs/service ends a service process.' };

export const noEnvironment = ['error', env, exit];
export const noExit = ['error', exit];

// Nx resolves a package name through its entry point, and apps have none.
const appPackages = readdirSync(new URL('../../apps', import.meta.url)).flatMap((app) => [
  `@redoubt/${app}`,
  `@redoubt/${app}/*`,
]);
const apps = { group: appPackages, message: 'Apps meet in contracts and key-schema; nobody imports one.' };

const nodeIo = {
  group: ['fs', 'net', 'http', 'https', 'http2', 'dgram', 'tls', 'child_process', 'worker_threads', 'cluster'].flatMap(
    (name) => [name, `${name}/*`, `node:${name}`, `node:${name}/*`],
  ),
  message: 'This library does no I/O.',
};

export const noApps = ['error', { patterns: [apps] }];

/** Contract and domain code decides; it does not reach for files, sockets or processes. */
export const noAppsNoNodeIo = ['error', { patterns: [apps, nodeIo] }];
