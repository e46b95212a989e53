import { existsSync } from 'node:fs';
import type { RedisTls } from '@redoubt/redis';
import { z } from 'zod';
import {
  certificatesOfFile,
  certificatesOfServers,
  daysLeft,
  faultsOf,
  type CertificateLook,
} from '../../cert/certificate.ts';
import { nodeAddresses } from '../../cert/node-addresses.ts';
import { usageError } from '../../command/cli-error.ts';
import type { Context } from '../../command/context.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT, type ExitCode } from '../../command/exit-code.ts';
import { argument, asInteger, asText, asTexts, option } from '../../command/inputs.ts';
import type { View } from '../../output/output.ts';
import { printable } from '../../output/printable.ts';
import { renderTable } from '../../output/table.ts';
import { formatSecond, isoTime } from '../../output/time.ts';

const lookTimeoutMs = 3_000;

const certSchema = z.object({
  isGood: z.boolean(),
  certificates: z.array(
    z.object({
      target: z.string(),
      subject: z.string(),
      names: z.array(z.string()).describe('DNS names and IP addresses it stands for'),
      issuer: z.string(),
      notBefore: z.string().describe('RFC 3339'),
      notAfter: z.string().describe('RFC 3339'),
      daysLeft: z.number().int().describe('negative once it has expired'),
      fingerprint: z.string().describe('SHA-256, hex with colons'),
      protocol: z.string().optional().describe('negotiated; of servers'),
      faults: z.array(z.string()),
    }),
  ),
  unseen: z.array(z.object({ target: z.string(), reason: z.string() })).describe('no certificate came from these'),
});
type CertJson = z.infer<typeof certSchema>;

export const certCheck = defineCommand({
  path: 'cert check',
  summary: 'look at certificates of Redis nodes, other servers or files before they run out',
  details:
    'Without a target: every node of the cluster, with the CA of the settings. Ends with 3 when one runs out within --days, is not for the name of its server or leads to another CA; with 4 when a target gave none.',
  args: { target: argument('[target...]', 'host:port, or a PEM file', asTexts) },
  options: {
    days: option('--days <n>', 'fewer days left are a failure', asInteger({ min: 0, max: 3_650 }), {
      defaultValue: 21,
    }),
    ca: option('--ca <file>', 'CA to verify with (default: that of the settings)', asText),
    servername: option(
      '--servername <name>',
      'name that the certificate must be for (default: that of the target)',
      asText,
    ),
  },
  examples: [
    'redoubt cert check',
    'redoubt cert check 10.0.0.5:6379 --ca ca.crt',
    'redoubt cert check /etc/redoubt/tls/redis.crt',
  ],
  result: certSchema,
  rowsOf: ({ certificates }) => certificates,
  run: async (context, { target, days, ca, servername }) => {
    const looks = await looksOf(context, (target as readonly string[] | undefined) ?? [], { ca, servername });
    const nowMs = context.clock.now();
    const certificates = looks.flatMap((look) => ('reason' in look ? [] : [certificateJson(look, { nowMs, days })]));
    const unseen = looks.flatMap((look) => ('reason' in look ? [look] : []));
    for (const { target: name, reason } of unseen) context.output.warn(`${printable(name)}: ${printable(reason)}`);
    const isGood = unseen.length === 0 && certificates.every(({ faults }) => faults.length === 0);
    const result = { isGood, certificates, unseen };
    return { result, exitCode: exitCodeOf(result) };
  },
  render: renderCertificates,
});

type Seen = Exclude<CertificateLook, { reason: string }>;

function certificateJson(
  look: Seen,
  { nowMs, days }: { nowMs: number; days: number },
): CertJson['certificates'][number] {
  const { target, subject, issuer, names, notBeforeMs, notAfterMs, fingerprint, protocol } = look;
  return {
    ...{ target, subject, issuer, names: [...names], fingerprint },
    ...{ notBefore: isoTime(notBeforeMs), notAfter: isoTime(notAfterMs), daysLeft: daysLeft(look, nowMs) },
    ...(protocol === undefined ? {} : { protocol }),
    faults: faultsOf(look, { nowMs, leastDays: days }),
  };
}

async function looksOf(
  context: Context,
  targets: readonly string[],
  { ca, servername }: { ca: string | undefined; servername: string | undefined },
): Promise<CertificateLook[]> {
  const files = targets.filter((target) => !isAddress(target));
  const named = targets.filter(isAddress);
  const servers = targets.length === 0 ? await ownNodes(context) : named;
  const settings = targets.length === 0 || ca === undefined ? settingsTls(context) : {};
  const tls = {
    ...settings,
    ...(ca === undefined ? {} : { caFile: ca }),
    ...(servername === undefined ? {} : { servername }),
  };
  const looks = await Promise.all([
    ...files.map(certificatesOfFile),
    ...(servers.length === 0 ? [] : [certificatesOfServers(servers, tls, lookTimeoutMs)]),
  ]);
  return looks.flat();
}

function isAddress(target: string): boolean {
  return /^[^/]+:\d{1,5}$/.test(target) && !existsSync(target);
}

function settingsTls(context: Context): RedisTls {
  try {
    return context.settings.redis().tls ?? {};
  } catch {
    // Of other servers; those of the platform need not be named for them.
    return {};
  }
}

async function ownNodes(context: Context): Promise<string[]> {
  if (context.settings.redis().tls === undefined) {
    throw usageError(
      'the settings name a Redis without TLS (REDIS_TLS): there is no certificate to look at',
      'name a target: host:port or a PEM file',
    );
  }
  return nodeAddresses(context);
}

function exitCodeOf({ certificates, unseen }: CertJson): ExitCode {
  if (certificates.some(({ faults }) => faults.length > 0)) return EXIT.checksFailed;
  if (unseen.length > 0) return certificates.length === 0 ? EXIT.unreachable : EXIT.incomplete;
  return EXIT.ok;
}

function renderCertificates({ certificates }: CertJson, view: View): string {
  const { style } = view;
  const rows = certificates.map(({ target, subject, names, notAfter, daysLeft, protocol, faults }) => [
    printable(target),
    printable(names.join(' ') || subject),
    formatSecond(Date.parse(notAfter)),
    String(daysLeft),
    protocol ?? '-',
    faults.length === 0 ? style.good('good') : style.bad(faults.join('; ')),
  ]);
  const columns = [
    ...[{ name: 'target' }, { name: 'is for', isFlexible: true }, { name: 'until' }],
    ...[{ name: 'days', align: 'right' as const }, { name: 'tls' }, { name: 'is' }],
  ];
  return rows.length === 0 ? 'no certificate was seen' : renderTable(columns, rows, view);
}
