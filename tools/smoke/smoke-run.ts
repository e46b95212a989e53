import { randomBytes } from 'node:crypto';
import { decodeEvent, type AlertSubject } from '@redoubt/contracts';
import { acceptToAlertMs, percentile, settledAlerts } from '../dev/alerts.ts';
import { connectControl, ensureDemoOrg, type Control } from '../dev/demo-org.ts';
import { ensureDemoSink, readDemoSink } from '../dev/demo-sink.ts';
import type { Stack } from '../dev/stack.ts';
import { countStored } from '../dev/stored-count.ts';
import { GatewayClient, type Sendable } from '../traffic/gateway-client.ts';
import { readLogLines } from '../traffic/log-replay.ts';
import { TrafficGenerator } from '../traffic/traffic-generator.ts';
import { judgeDelivery, lineIdentity, storedIdentity } from './delivery.ts';
import type { SmokeOptions } from './smoke-options.ts';

type SmokeItem = Sendable & { identity: string };

export interface SmokeResult {
  schemaVersion: 1;
  ok: boolean;
  sent: number;
  accepted: number;
  refused: number;
  stored: number;
  /** Accepted but not stored, plus stored but never sent. */
  unexplained: number;
  /** Surplus copies in PostgreSQL. */
  duplicated: number;
  /** Accepted events that the file of a sink holds. */
  forwarded: number;
  /** Surplus copies in that file, which takes no ids. */
  forwardedTwice: number;
  /** What the writer's own ledger says was stored. */
  ledgerStored: number;
  /** Alerts in PostgreSQL when alert-engine had handled everything. */
  alerts: number;
  alertList: { ruleId: string; subject: AlertSubject; count: number }[];
  /** From the accept of the event that opened an alert to the alert on its stream; null without alerts. */
  acceptToAlertMs: { p50: number; p99: number } | null;
  seconds: number;
  /** At most ten refused or missing items. */
  notes: string[];
}

const BATCH = 200;
const NOTES = 10;
const ALERTS_MS = 120_000;

/** Sends everything through the gateway, waits until it is stored and judges by the senders' own identities. */
export async function runSmoke(
  stack: Stack,
  options: SmokeOptions,
  onStep: (text: string) => void,
): Promise<SmokeResult> {
  const startedMs = performance.now();
  await stack.startServers();
  const control = await connectControl(stack);
  try {
    const name = `smoke-${randomBytes(4).toString('hex')}`;
    const { organization, apiKey } = await ensureDemoOrg(control, name);
    await ensureDemoSink(control, organization.id);
    if (options.running === undefined) await stack.startApps();
    const { gatewayUrl, sinkDir } = options.running ?? stack;
    const items = await readItems(options);
    onStep(`sending ${items.length} items`);
    const sent = await sendAll(new GatewayClient({ url: gatewayUrl, apiKey }), items);
    onStep(`accepted ${sent.accepted.length}, waiting until they are stored`);
    await untilStored(() => countStored(control, organization.id), sent.accepted.length, options.patienceMs);
    const judged = judgeDelivery(sent.accepted, await storedIdentities(control, organization.id));
    const ledgerStored = await countStored(control, organization.id);
    onStep('stored, waiting until alert-engine has come to an end');
    const alerts = await settledAlerts(control, organization.id, ALERTS_MS);
    const delays = await acceptToAlertMs(control, organization.id);
    onStep('waiting until they are forwarded');
    const readLines = () => readDemoSink(sinkDir, organization.id);
    await untilStored(async () => (await readLines()).length, sent.accepted.length, options.patienceMs);
    const forwarded = judgeDelivery(sent.accepted, (await readLines()).map(forwardedIdentity));
    const unexplained = judged.missing.length + judged.phantom;
    const accepted = sent.answered;
    const refused = sent.refusals.length;
    return {
      schemaVersion: 1,
      ok:
        alerts !== undefined &&
        unexplained === 0 &&
        judged.duplicated === 0 &&
        accepted === sent.accepted.length &&
        accepted + refused === items.length &&
        judged.stored === accepted &&
        forwarded.missing.length + forwarded.phantom === 0 &&
        ledgerStored === accepted,
      sent: items.length,
      accepted,
      refused,
      stored: judged.stored,
      unexplained,
      duplicated: judged.duplicated,
      forwarded: sent.accepted.length - forwarded.missing.length,
      forwardedTwice: forwarded.duplicated,
      ledgerStored,
      alerts: alerts?.length ?? 0,
      alertList: (alerts ?? []).map(({ ruleId, subject, count }) => ({ ruleId, subject, count })),
      acceptToAlertMs: summaryOf(delays),
      seconds: Math.round((performance.now() - startedMs) / 100) / 10,
      notes: [
        ...(alerts === undefined ? ['alert-engine did not come to an end'] : []),
        ...sent.refusals,
        ...judged.missing.map((identity) => `missing: ${identity}`),
        ...forwarded.missing.map((identity) => `not forwarded: ${identity}`),
      ].slice(0, NOTES),
    };
  } finally {
    await control.close();
  }
}

function summaryOf(delays: readonly number[]): SmokeResult['acceptToAlertMs'] {
  const [p50, p99] = [percentile(delays, 0.5), percentile(delays, 0.99)];
  return p50 === undefined || p99 === undefined ? null : { p50, p99 };
}

async function readItems({ file, count, seed }: SmokeOptions): Promise<SmokeItem[]> {
  if (file === undefined) {
    const items = new TrafficGenerator({ seed }).take(count, { endMs: Date.now(), spanMs: 3_600_000 });
    return items.map(({ kind, body, identity }) => ({ kind, body, identity }));
  }
  return (await readLogLines(file)).map((line) => ({ kind: 'line', body: line, identity: lineIdentity(line) }));
}

interface Sent {
  /** How many the gateway said it accepted. */
  answered: number;
  /** Identities of what it did not refuse. */
  accepted: string[];
  refusals: string[];
}

async function sendAll(client: GatewayClient, items: readonly SmokeItem[]): Promise<Sent> {
  const sent: Sent = { answered: 0, accepted: [], refusals: [] };
  for (let start = 0; start < items.length; start += BATCH) {
    const batch = items.slice(start, start + BATCH);
    const { accepted, refused } = await client.send(batch);
    const refusedAt = new Map(refused.map((one) => [one.index, one]));
    sent.answered += accepted;
    for (const [index, item] of batch.entries()) {
      const refusal = refusedAt.get(index);
      if (refusal === undefined) sent.accepted.push(item.identity);
      else sent.refusals.push(`refused (${refusal.code}: ${refusal.detail}): ${item.identity.slice(0, 200)}`);
    }
  }
  return sent;
}

/** Gives up when nothing more arrives for `patienceMs`. */
async function untilStored(count: () => Promise<number>, wanted: number, patienceMs: number): Promise<void> {
  let best = -1;
  let progressAtMs = performance.now();
  while (performance.now() - progressAtMs < patienceMs) {
    const stored = await count();
    if (stored >= wanted) return;
    if (stored > best) {
      best = stored;
      progressAtMs = performance.now();
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Identity of an event in a sink's file: what the sender's JSON says it is. */
function forwardedIdentity(payload: string): string {
  const decoded = decodeEvent(JSON.parse(payload));
  return storedIdentity({ external_id: decoded.ok ? (decoded.fields.externalId ?? null) : null, payload });
}

async function storedIdentities(control: Control, orgId: string): Promise<string[]> {
  const rows = await control.database.query<{ external_id: string | null; payload: string }>(
    'SELECT external_id, payload FROM events WHERE org_id = $1',
    [orgId],
  );
  return rows.map(storedIdentity);
}
