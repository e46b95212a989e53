import { hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { parseTimestampMs, severityOf } from '@redoubt/contracts';
import { isJsonObject, type JsonObject } from '../shared/splice.ts';

/** An event found in the body of a webhook: fields of ours, and the source's own object. */
export interface WebhookEvent {
  fields: Record<string, unknown>;
  own: JsonObject;
}

/** Finds the events of a body; undefined when it does not have the shape. */
export type WebhookShape = (body: unknown, headers: IncomingHttpHeaders) => WebhookEvent[] | undefined;

const MAX_SHORT = 1024;

/** Shapes by the name they have in the path. */
export const WEBHOOK_SHAPES: Readonly<Record<string, WebhookShape>> = {
  generic: (body, headers) =>
    listOf(body)?.map((own) => ({ fields: { externalId: header(headers, 'webhook-id') }, own })),
  github: (body, headers) => (isJsonObject(body) ? [githubEvent(body, headers)] : undefined),
  falcosidekick: (body) => (isJsonObject(body) && body['rule'] !== undefined ? [falcoEvent(body)] : undefined),
  alertmanager: (body) => (isJsonObject(body) ? alertmanagerEvents(body) : undefined),
};

/** GitHub: the kind of event and the delivery stand in headers, who did it in `sender`. */
function githubEvent(body: JsonObject, headers: IncomingHttpHeaders): WebhookEvent {
  const kind = header(headers, 'x-github-event') ?? 'event';
  const { action, sender, repository } = body;
  const fields = {
    eventType: word(`github_${kind}`),
    action: text(action),
    user: text(isJsonObject(sender) ? sender['login'] : undefined),
    asset: text(isJsonObject(repository) ? repository['full_name'] : undefined),
    externalId: header(headers, 'x-github-delivery'),
    // GitHub's alerts (code scanning, secret scanning, Dependabot) say how bad they are.
    severity: severityOf(githubSeverity(body)),
  };
  return { fields, own: body };
}

function githubSeverity({ alert }: JsonObject): unknown {
  if (!isJsonObject(alert)) return undefined;
  const { severity, security_advisory: advisory, rule } = alert;
  if (severity !== undefined) return severity;
  if (isJsonObject(advisory)) return advisory['severity'];
  return isJsonObject(rule) ? (rule['security_severity_level'] ?? rule['severity']) : undefined;
}

/** Falcosidekick's generic webhook: one object of Falco's JSON output with `uuid`. */
function falcoEvent(body: JsonObject): WebhookEvent {
  const { output, priority, rule, time, hostname, uuid, output_fields: outputFields } = body;
  const inner = isJsonObject(outputFields) ? outputFields : {};
  const fields = {
    eventType: 'falco_rule_matched',
    action: text(rule),
    severity: severityOf(priority),
    message: typeof output === 'string' ? output : undefined,
    eventTimeMs: parseTimestampMs(time),
    asset: text(hostname) ?? text(inner['k8s.pod.name']),
    user: text(inner['user.name']),
    externalId: text(uuid),
  };
  return { fields, own: body };
}

/** Alertmanager's webhook, version 4: an event per alert, with what the group has in common. */
function alertmanagerEvents(body: JsonObject): WebhookEvent[] | undefined {
  const { alerts, receiver, groupKey, externalURL } = body;
  if (!Array.isArray(alerts)) return undefined;
  return (alerts as unknown[]).map((alert) => {
    const own = isJsonObject(alert) ? alert : { alert };
    const labels = isJsonObject(own['labels']) ? own['labels'] : {};
    const annotations = isJsonObject(own['annotations']) ? own['annotations'] : {};
    const { status, startsAt, fingerprint } = own;
    const identity =
      fingerprint === undefined ? undefined : `${String(fingerprint)} ${String(startsAt)} ${String(status)}`;
    const fields = {
      eventType: 'alertmanager_alert',
      action: text(labels['alertname']),
      outcome: text(status),
      severity: severityOf(labels['severity']),
      message: longText(annotations['description']) ?? longText(annotations['summary']),
      eventTimeMs: parseTimestampMs(startsAt),
      asset: text(labels['instance']) ?? text(labels['host']),
      externalId: identity === undefined ? undefined : bounded(identity),
    };
    return { fields, own: { ...own, receiver, groupKey, externalURL } };
  });
}

function listOf(body: unknown): JsonObject[] | undefined {
  if (isJsonObject(body)) return [body];
  return Array.isArray(body) && body.every(isJsonObject) ? body : undefined;
}

function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value.slice(0, MAX_SHORT) : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, MAX_SHORT) : undefined;
}

function longText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function bounded(identity: string): string {
  return identity.length <= MAX_SHORT ? identity : hash('sha256', identity);
}

function word(given: string): string | undefined {
  const folded = given.toLowerCase().replace(/[^a-z0-9_.]+/g, '_');
  return /^[a-z0-9_.]{1,64}$/.test(folded) ? folded : undefined;
}
