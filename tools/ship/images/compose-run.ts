import { waitFor } from '@redoubt/test-kit';
import { IMAGES, nameOf, productVersion, REGISTRY } from './catalog.ts';
import { ComposeStack, REDIS_NODES, type Container } from './compose-stack.ts';
import { docker } from './engine.ts';
import { triesToWrite, weaknessesOf } from './hardening.ts';
import { checkPrometheus } from './prometheus-check.ts';
import { createRedisCertificates } from './redis-certificates.ts';

/** Part of what the smoke run prints. */
interface SmokeFigures {
  ok: boolean;
  sent: number;
  accepted: number;
  stored: number;
  unexplained: number;
  duplicated: number;
  alerts: number;
  seconds: number;
  notes: string[];
}

const PROJECT = 'redoubt-images';
/** Ports beside those of an installation on the same machine. */
const PROMETHEUS_PORT = '18082';
const PORTS = {
  ...{ REDOUBT_GATEWAY_PORT: '18080', REDOUBT_DASHBOARD_PORT: '18081' },
  REDOUBT_PROMETHEUS_PORT: PROMETHEUS_PORT,
};
const ITEMS = 2_000;
/** Tag of what everything is upgraded to: the same images once more. */
const UPGRADED = 'upgraded';
/** Work on a loaded machine is over well before this. */
const PATIENCE_SECONDS = 900;

export interface ComposeRunOptions {
  /** Of the nodes; that of compose.yaml when left out. */
  redisImage?: string;
  /** By docker/compose.tls.yaml, with certificates to throw away. */
  hasTls?: boolean;
  /** With the Prometheus of the profile `observability`. */
  hasPrometheus?: boolean;
  /** Without the loss of containers and upgrades. */
  isBrief?: boolean;
}

/**
 * The whole platform from its images: as nobody and without a place to write, through the loss of every Redis
 * container, and through an upgrade of every image.
 */
export class ComposeRun {
  readonly #say: (text: string) => void;
  readonly #stack: ComposeStack;
  readonly #redisImage: string;
  readonly #options: ComposeRunOptions;

  constructor(say: (text: string) => void, options: ComposeRunOptions = {}) {
    const { redisImage = 'valkey/valkey:9', hasTls = false } = options;
    this.#say = say;
    this.#redisImage = redisImage;
    this.#options = options;
    const env = { ...PORTS, REDOUBT_VERSION: productVersion(), REDOUBT_REDIS_IMAGE: redisImage };
    this.#stack = new ComposeStack({ project: PROJECT, env, hasTls });
  }

  /** @throws Error naming what was not as it should be */
  async run(): Promise<void> {
    const certificates = this.#options.hasTls ? await createRedisCertificates() : undefined;
    if (certificates !== undefined) this.#stack.set({ REDOUBT_TLS_DIR: certificates.path });
    try {
      await this.#steps();
    } catch (error) {
      const logs = await this.#stack.compose('logs', '--no-color', '--tail', '30').catch(() => '');
      throw new Error(`${error instanceof Error ? error.message : String(error)}\n${logs}`, { cause: error });
    } finally {
      await this.#stack.down();
      certificates?.remove();
      const upgraded = [...IMAGES.map((image) => nameOf(image, UPGRADED)), `${this.#redisImage}-${UPGRADED}`];
      await docker(['image', 'rm', ...upgraded]).catch(() => undefined);
    }
  }

  async #steps(): Promise<void> {
    const { hasTls = false } = this.#options;
    this.#say(`starting everything on ${this.#redisImage}${hasTls ? ' with TLS' : ''}`);
    await this.#stack.down();
    const startedMs = performance.now();
    await this.#stack.up();
    this.#say(`ready after ${((performance.now() - startedMs) / 1_000).toFixed(0)} s`);
    await this.#checkHardening();
    this.#judge('smoke run', await this.#smoke());
    if (this.#options.hasPrometheus) await this.#checkPrometheus();
    if (this.#options.isBrief) return;
    await this.#whileUnread('deletion of every Redis container at once', () => this.#deleteNodes());
    await this.#whileUnread('upgrade of every service', () => this.#upgradeServices());
    await this.#whileUnread('upgrade of Redis, node by node', () => this.#upgradeNodes());
  }

  async #checkHardening(): Promise<void> {
    const containers = await this.#stack.containers();
    const weaknesses = (await Promise.all(containers.map(weaknessesOf))).flat();
    if (weaknesses.length > 0) throw new Error(weaknesses.join('\n'));
    for (const container of containers.filter(({ State }) => State === 'running')) {
      const said = await triesToWrite(container);
      if (said !== '10001') throw new Error(`${container.Service} is user, and may write to: ${said}`);
    }
    this.#say(`${containers.length} containers: user 10001, read-only root, no capabilities, memory limited`);
  }

  async #checkPrometheus(): Promise<void> {
    await this.#stack.compose('up', '--detach', 'prometheus');
    this.#say(`Prometheus: ${await checkPrometheus(`http://127.0.0.1:${PROMETHEUS_PORT}`)}`);
    await this.#checkHardening();
  }

  /** Accepted events live in Redis alone while `work` is done, and have to be in PostgreSQL afterwards. */
  async #whileUnread(what: string, work: () => Promise<void>): Promise<void> {
    await this.#stack.compose('stop', 'db-writer');
    let working: Promise<void> | undefined;
    const figures = await this.#smoke((line) => {
      if (working !== undefined || !line.includes('accepted')) return;
      this.#say(what);
      working = work().then(() => this.#stack.up());
      // Looked at below; the smoke run ends by itself.
      working.catch(() => undefined);
    });
    await working;
    this.#judge(what, figures);
    this.#judge('smoke run after it', await this.#smoke());
  }

  async #deleteNodes(): Promise<void> {
    const nodes = (await this.#stack.containers()).filter(({ Service }) => REDIS_NODES.includes(Service));
    await docker(['rm', '--force', ...nodes.map(({ ID }) => ID)]);
    const left = (await this.#stack.containers()).filter(({ Service }) => REDIS_NODES.includes(Service));
    if (nodes.length !== REDIS_NODES.length || left.length > 0)
      throw new Error('not every Redis container was deleted');
    await this.#stack.up(...REDIS_NODES);
    this.#say('they are back');
  }

  async #upgradeServices(): Promise<void> {
    for (const image of IMAGES) await docker(['tag', nameOf(image), nameOf(image, UPGRADED)]);
    this.#stack.set({ REDOUBT_VERSION: UPGRADED });
    const before = await this.#serverStarts();
    await this.#stack.upgrade();
    if ((await this.#serverStarts()) !== before) throw new Error('Redis or PostgreSQL was restarted');
    const old = (await this.#stack.containers()).filter(
      ({ Image, State }) => State === 'running' && Image.startsWith(REGISTRY) && !Image.includes(UPGRADED),
    );
    if (old.length > 0) throw new Error(`not upgraded: ${old.map(({ Service }) => Service).join(', ')}`);
  }

  /** When Redis and PostgreSQL started. */
  async #serverStarts(): Promise<string> {
    const isServer = ({ Service }: Container): boolean => [...REDIS_NODES, 'postgres'].includes(Service);
    const servers = (await this.#stack.containers()).filter(isServer);
    return docker(['inspect', '--format', '{{.Name}} {{.State.StartedAt}}', ...servers.map(({ ID }) => ID).sort()]);
  }

  async #upgradeNodes(): Promise<void> {
    const image = `${this.#redisImage}-${UPGRADED}`;
    await docker(['tag', this.#redisImage, image]);
    this.#stack.set({ REDOUBT_REDIS_IMAGE: image });
    for (const node of REDIS_NODES) {
      await this.#stack.up(node);
      await waitFor(() => this.#isWhole(node), { timeoutMs: 60_000, intervalMs: 500, what: `${node} in the cluster` });
    }
    const before = await this.#serverStarts();
    await this.#stack.up();
    if ((await this.#serverStarts()) !== before) throw new Error('Redis was restarted once more, and at once');
  }

  /** Whether a node sees all of them, and has a master or is one. */
  async #isWhole(node: string): Promise<boolean> {
    const lines = (await this.#stack.ask(node, 'cluster', 'nodes')).split('\n');
    const isUp = (line: string): boolean => line.includes(' connected') && !/fail|handshake|noaddr/.test(line);
    const replication = await this.#stack.ask(node, 'info', 'replication');
    return lines.filter(isUp).length === REDIS_NODES.length && !replication.includes('master_link_status:down');
  }

  async #smoke(onLine: (line: string) => void = () => undefined): Promise<SmokeFigures> {
    const args = ['--count', String(ITEMS), '--patience', String(PATIENCE_SECONDS)];
    return JSON.parse(await this.#stack.smoke(args, onLine)) as SmokeFigures;
  }

  #judge(what: string, figures: SmokeFigures): void {
    const { ok, sent, accepted, stored, unexplained, alerts, seconds, notes } = figures;
    const text = `sent ${sent}, accepted ${accepted}, stored ${stored}, unexplained ${unexplained}, alerts ${alerts}, ${seconds} s`;
    if (!ok) throw new Error(`${what}: ${text}\n${notes.join('\n')}`);
    this.#say(`${what}: ${text}`);
  }
}
