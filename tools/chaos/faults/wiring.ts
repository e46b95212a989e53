import type { PlatformOptions } from '../../bench/platform.ts';
import { ClusterBus } from './cluster-bus.ts';
import { LoopbackProxy } from './loopback-proxy.ts';
import type { Wires } from './world.ts';

/** Leads what services and nodes say to servers through proxies. */
export class Wiring {
  readonly #mail: LoopbackProxy;
  readonly #bus: ClusterBus | undefined;
  #database: LoopbackProxy | undefined;

  private constructor(mail: LoopbackProxy, bus: ClusterBus | undefined) {
    this.#mail = mail;
    this.#bus = bus;
  }

  static async open({ mailPort, isTls }: { mailPort: number; isTls: boolean }): Promise<Wiring> {
    return new Wiring(await LoopbackProxy.open({ toPort: mailPort }), isTls ? undefined : new ClusterBus());
  }

  /** What a platform has to be started with. */
  get platformOptions(): Pick<PlatformOptions, 'redisArgsOf' | 'databaseUrlFor'> {
    return {
      ...(this.#bus ? { redisArgsOf: this.#bus.argsOf } : {}),
      databaseUrlFor: async (text) => {
        const url = new URL(text);
        this.#database = await LoopbackProxy.open({ toPort: Number(url.port) });
        url.hostname = '127.0.0.1';
        url.port = String(this.#database.port);
        return url.href;
      },
    };
  }

  get mailEnv(): Readonly<Record<string, string>> {
    return { NOTIFY_SMTP_HOST: '127.0.0.1', NOTIFY_SMTP_PORT: String(this.#mail.port) };
  }

  /** @throws Error before the platform was started */
  get wires(): Wires {
    if (this.#database === undefined) throw new Error('nobody asked for the way to PostgreSQL');
    return { database: this.#database, mail: this.#mail, bus: this.#bus };
  }

  async close(): Promise<void> {
    await Promise.all([this.#mail.close(), this.#bus?.close(), this.#database?.close()]);
  }
}
