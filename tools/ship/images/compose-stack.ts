import { join } from 'node:path';
import { ROOT } from './catalog.ts';
import { docker, follow } from './engine.ts';

/** Names of all Redis nodes in compose. */
export const REDIS_NODES = Array.from({ length: 6 }, (_, at) => `redis-${at}`);

/** What `docker compose ps` says of a container. */
export interface Container {
  ID: string;
  Service: string;
  Image: string;
  State: string;
  Health: string;
}

export interface ComposeStackOptions {
  project: string;
  /** Of compose.yaml: versions, images and ports. */
  env: Readonly<Record<string, string>>;
  /** With docker/compose.tls.yaml on top. */
  hasTls?: boolean;
}

const FILES = ['docker/compose.yaml', 'tools/ship/images/compose.smoke.yaml'];
const TLS_FILES = ['docker/compose.tls.yaml', 'tools/ship/images/compose.smoke.tls.yaml'];
const UP_TIMEOUT_SECONDS = 400;

/** docker/compose.yaml under a project name of its own. */
export class ComposeStack {
  readonly #project: string;
  readonly #files: readonly string[];
  #env: Readonly<Record<string, string>>;

  constructor({ project, env, hasTls = false }: ComposeStackOptions) {
    this.#project = project;
    this.#files = hasTls ? [...FILES, ...TLS_FILES] : FILES;
    this.#env = env;
  }

  /** What compose.yaml is given from now on. */
  set(env: Readonly<Record<string, string>>): void {
    this.#env = { ...this.#env, ...env };
  }

  compose(...args: string[]): Promise<string> {
    return docker(this.#command(args), { env: this.#env });
  }

  /** Starts what is named, or everything, and resolves when it is healthy. */
  async up(...services: string[]): Promise<void> {
    await this.compose('up', '--detach', '--wait', '--wait-timeout', String(UP_TIMEOUT_SECONDS), ...services);
  }

  /**
   * Another version of what `set` names, as docker/README.md says it: the setup goes first and alone, so that servers
   * that wait for it at their start are not restarted with it.
   */
  async upgrade(): Promise<void> {
    await this.compose('up', '--no-deps', 'setup');
    await this.up();
  }

  async containers(): Promise<Container[]> {
    const text = await this.compose('ps', '--all', '--format', 'json');
    // One object a line, or, before compose 2.21, one list.
    return text.startsWith('[')
      ? (JSON.parse(text) as Container[])
      : text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Container]));
  }

  /** Asks a Redis node as the administrator. */
  ask(node: string, ...command: string[]): Promise<string> {
    const script = '. /opt/redoubt/node.sh; ask 127.0.0.1 "$@"';
    return this.compose('exec', '-T', node, 'sh', '-c', script, 'sh', ...command);
  }

  /** The smoke run in a container of its own; resolves to its JSON. */
  smoke(args: readonly string[], onLine: (line: string) => void): Promise<string> {
    return follow(this.#command(['run', '--rm', '-T', 'smoke', '--json', ...args]), { env: this.#env }, onLine);
  }

  /** Takes everything away, volumes too. */
  async down(): Promise<void> {
    await this.compose('--profile', '*', 'down', '--volumes', '--remove-orphans', '--timeout', '5');
  }

  #command(args: readonly string[]): string[] {
    const files = this.#files.flatMap((file) => ['--file', join(ROOT, file)]);
    return ['compose', '--project-name', this.#project, '--project-directory', join(ROOT, 'docker'), ...files, ...args];
  }
}
