import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { FileValue } from '@redoubt/config';
import type { Clock } from '@redoubt/contracts';
import type { FrameAppender } from '@redoubt/stream';
import type { Logger, Metrics } from '@redoubt/telemetry';
import type { SheddingPolicy } from '../../admission/memory-gate.ts';
import type { Authenticator, CertificateAuthenticator, QuotaGate } from '../../http/ports.ts';
import { Refusal } from '../../http/refusal.ts';
import { fingerprintOf } from './client-certificate.ts';
import { DatagramListener } from './datagram-listener.ts';
import { Delivery } from './delivery.ts';
import { SyslogIntake, type OwnPrincipal } from './intake.ts';
import { StreamListener } from './stream-listener.ts';
import type { SyslogSettings } from './syslog-config.ts';
import { createSyslogMetrics, type SyslogMetrics, type Transport } from './syslog-metrics.ts';

export interface SyslogDeps {
  authenticator: Authenticator & CertificateAuthenticator;
  quota: QuotaGate;
  appender: FrameAppender;
  memory: SheddingPolicy;
  log: Logger;
  metrics: Metrics;
  clock: Clock;
}

export interface SyslogServerOptions extends SyslogSettings {
  maxDepth: number;
  /** Longest wait of a stop for what was received and is not durable. */
  drainMs: number;
}

interface Listener {
  listen(): Promise<void>;
  close(): Promise<void>;
  port: number;
  isListening: boolean;
  heldBytes: number;
}

/**
 * The syslog listeners that have a port. Whose a message is says, in this order: the key in its structured data, the
 * client certificate of its connection, the key of the listener's organisation.
 */
export class SyslogServer {
  readonly #deps: SyslogDeps;
  readonly #options: SyslogServerOptions;
  readonly #metrics: SyslogMetrics;
  readonly #orgKey: FileValue<string> | undefined;
  readonly #stopped = new AbortController();
  readonly #streams: StreamListener[] = [];
  readonly #listeners = new Map<Transport, Listener>();

  /** @throws ConfigError when the files of the settings cannot be used */
  constructor(deps: SyslogDeps, options: SyslogServerOptions) {
    this.#deps = deps;
    this.#options = options;
    const file = options.orgKeyFile;
    this.#orgKey = file === undefined ? undefined : new FileValue([file], ([text = '']) => `Bearer ${text.trim()}`);
    this.#metrics = createSyslogMetrics(deps.metrics, {
      connections: () => this.#streams.reduce((sum, { connections }) => sum + connections, 0),
      heldBytes: () => [...this.#listeners.values()].reduce((sum, { heldBytes }) => sum + heldBytes, 0),
      udpPort: () => this.portOf('udp'),
    });
    if (options.udpPort !== undefined) this.#listeners.set('udp', this.#datagrams(options.udpPort));
    if (options.tcpPort !== undefined) this.#listeners.set('tcp', this.#stream('tcp', options.tcpPort));
    if (options.tlsPort !== undefined) this.#listeners.set('tls', this.#stream('tls', options.tlsPort));
  }

  /** True when any listener has a port. */
  get isOn(): boolean {
    return this.#listeners.size > 0;
  }

  /** Every listener that has a port listens. */
  get isListening(): boolean {
    return [...this.#listeners.values()].every(({ isListening }) => isListening);
  }

  /** Port of a listener that listens. */
  portOf(transport: Transport): number | undefined {
    const listener = this.#listeners.get(transport);
    return listener?.isListening ? listener.port : undefined;
  }

  async listen(): Promise<void> {
    for (const [transport, listener] of this.#listeners) {
      await listener.listen();
      this.#deps.log.info({ transport, port: listener.port }, 'syslog_listening');
    }
  }

  /** Reads no more; what was read is made durable within the drain time, then counted as lost. */
  async close(): Promise<void> {
    const timer = setTimeout(() => this.#stopped.abort(), this.#options.drainMs);
    await Promise.all([...this.#listeners.values()].map((listener) => listener.close()));
    clearTimeout(timer);
  }

  #datagrams(port: number): DatagramListener {
    const { host, maxMessageBytes, udpBytes } = this.#options;
    return new DatagramListener(
      {
        intake: this.#intake('udp', () => this.#ofListener()),
        onBytes: (bytes) => this.#metrics.bytes.inc({ transport: 'udp' }, bytes),
        onLost: (reason) => this.#metrics.refused.inc({ reason }),
        clock: this.#deps.clock,
      },
      { host, port, maxMessageBytes, maxHeldBytes: udpBytes },
    );
  }

  #stream(transport: 'tcp' | 'tls', port: number): StreamListener {
    const { host, limits, maxMessageBytes, connectionBytes, firstMessageTimeoutMs, tls } = this.#options;
    const listener = new StreamListener(
      {
        log: this.#deps.log,
        intakeOf: (socket) => this.#intake(transport, this.#ownerOf(socket)),
        onBytes: (bytes) => this.#metrics.bytes.inc({ transport }, bytes),
        onClosed: (reason) => this.#metrics.rejected.inc({ reason }),
      },
      {
        ...{ host, port, limits, maxMessageBytes, maxHeldBytes: connectionBytes, firstMessageTimeoutMs },
        ...(transport === 'tls' && tls !== undefined ? { tls } : {}),
      },
    );
    this.#streams.push(listener);
    return listener;
  }

  #intake(transport: Transport, own: OwnPrincipal): SyslogIntake {
    const { quota, appender, authenticator, memory, clock } = this.#deps;
    const { offsetMinutes, maxDepth } = this.#options;
    const metrics = this.#metrics;
    const delivery = new Delivery({ quota, appender, metrics, signal: this.#stopped.signal }, transport);
    return new SyslogIntake({ authenticator, memory, clock, metrics, delivery, offsetMinutes, maxDepth }, own);
  }

  #ownerOf(socket: Socket): OwnPrincipal {
    const fingerprint = socket instanceof TLSSocket ? fingerprintOf(socket, this.#deps.clock.now()) : undefined;
    if (fingerprint === undefined) return () => this.#ofListener();
    // Who shows one is nobody else: least of all the organisation of the listener.
    if (fingerprint === 'invalid') return () => refuseCertificate();
    return () => this.#deps.authenticator.authenticateCertificate(fingerprint);
  }

  #ofListener(): ReturnType<OwnPrincipal> {
    if (this.#orgKey === undefined) throw new Refusal('unauthenticated', 'the message carries no key');
    return this.#deps.authenticator.authenticate(this.#orgKey.current);
  }
}

function refuseCertificate(): never {
  throw new Refusal('unauthenticated', 'the certificate is not valid now');
}
