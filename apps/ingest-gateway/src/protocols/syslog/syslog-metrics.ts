import { SEVERITIES } from '@redoubt/contracts';
import type { Metrics } from '@redoubt/telemetry';
import { kernelDrops } from './kernel-drops.ts';

export const TRANSPORTS = ['udp', 'tcp', 'tls'] as const;
export type Transport = (typeof TRANSPORTS)[number];

/**
 * Why a message was not taken: no key of any organisation; a key that may not send; the quota of a sender of datagrams
 * is used up; more datagrams than can be held; not all chunks of a GELF message came; no answer about keys, or
 * none of the store, for a datagram; the gateway stopped before the store took it.
 */
export const SYSLOG_REFUSALS = [
  ...(['unauthenticated', 'forbidden', 'quota', 'overflow', 'incomplete', 'unavailable', 'lost'] as const),
] as const;
export type SyslogRefusal = (typeof SYSLOG_REFUSALS)[number];

/**
 * Why the gateway closed a connection: too many in all; too many of one address; no TLS handshake; no message of a known
 * sender in time; too many in a row that were nobody's.
 */
export const CONNECTION_REFUSALS = ['full', 'address', 'handshake', 'silent', 'unauthenticated'] as const;
export type ConnectionRefusal = (typeof CONNECTION_REFUSALS)[number];

/** Registers what the syslog listeners count. */
export function createSyslogMetrics(
  metrics: Metrics,
  gauges: { connections: () => number; heldBytes: () => number; udpPort: () => number | undefined },
) {
  metrics.gauge({
    name: 'gateway_syslog_connections',
    help: 'Open syslog connections over TCP and TLS',
    collect: (gauge) => gauge.set(gauges.connections()),
  });
  metrics.gauge({
    name: 'gateway_syslog_held_bytes',
    help: 'Bytes of syslog messages received and not durable yet',
    collect: (gauge) => gauge.set(gauges.heldBytes()),
  });
  metrics.gauge({
    name: 'gateway_syslog_udp_kernel_drops',
    help: 'Datagrams the kernel dropped since the listener began, because the gateway did not read in time (Linux)',
    collect: (gauge) => gauge.set(kernelDrops(gauges.udpPort())),
  });
  return {
    /** Messages that became durable. */
    accepted: metrics.counter({
      name: 'gateway_syslog_messages_accepted_total',
      help: 'Syslog messages stored, by transport',
      labelNames: ['transport'],
      labelValues: { transport: TRANSPORTS },
    }),
    bytes: metrics.counter({
      name: 'gateway_syslog_bytes_total',
      help: 'Bytes received over syslog, by transport',
      labelNames: ['transport'],
      labelValues: { transport: TRANSPORTS },
    }),
    refused: metrics.counter({
      name: 'gateway_syslog_messages_refused_total',
      help: 'Syslog messages not taken, by reason',
      labelNames: ['reason'],
      labelValues: { reason: SYSLOG_REFUSALS },
    }),
    shed: metrics.counter({
      name: 'gateway_syslog_messages_shed_total',
      help: 'Syslog messages shed because memory is short, by severity',
      labelNames: ['severity'],
      labelValues: { severity: SEVERITIES },
    }),
    /** Such messages are stored all the same, with a tag. */
    faults: metrics.counter({
      name: 'gateway_syslog_frame_faults_total',
      help: 'Syslog messages that were cut for their size, or whose framing was broken',
      labelNames: ['fault'],
      labelValues: { fault: ['oversize', 'broken'] },
    }),
    rejected: metrics.counter({
      name: 'gateway_syslog_connections_rejected_total',
      help: 'Syslog connections closed by the gateway, by reason',
      labelNames: ['reason'],
      labelValues: { reason: CONNECTION_REFUSALS },
    }),
  };
}

export type SyslogMetrics = ReturnType<typeof createSyslogMetrics>;
