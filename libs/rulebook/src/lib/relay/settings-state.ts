import type { OrgId, Suppression } from '@redoubt/contracts';
import type { Database } from '@redoubt/storage';
import type { ChannelInfo } from '../channels/channel.ts';
import type { ProjectedSink } from '../sinks/read-sinks.ts';
import type { SinkInfo } from '../sinks/sink-parts.ts';
import { DEFAULT_RULES, effectiveOverrides, type OrgRuleSettings } from '../rules/org-rules.ts';
import { alertSettingsSchema, type AlertSettingsRecord } from '../settings/alert-settings.ts';
import { PROJECTED } from '../suppressions/suppressions.ts';

/** A channel as Redis holds it: without its secrets but for the sealed ones. */
export interface ProjectedChannel {
  info: ChannelInfo;
  /** Base64 of the sealed secrets. */
  sealed?: string;
}

/** The newest change of an organisation that Redis has not been told of. */
export interface PendingChange {
  commandId: string;
  actor: string;
  atMs: number;
}

/** Everything that Redis holds of an organisation's settings, as of one moment. */
export interface SettingsState {
  orgId: OrgId;
  /** Grows with every change. */
  version: number;
  rules: OrgRuleSettings;
  alertSettings: AlertSettingsRecord;
  features: Record<string, boolean>;
  suppressions: Suppression[];
  channels: ProjectedChannel[];
  sinks: ProjectedSink[];
  /** Absent when nothing waits. */
  pending?: PendingChange;
}

interface StateRow {
  version: string;
  features: Record<string, boolean>;
  rules: {
    version: number;
    packs: OrgRuleSettings['packs'];
    disabled: string[];
    overrides: OrgRuleSettings['overrides'];
  } | null;
  alert_settings: unknown;
  suppressions: Suppression[] | null;
  channels: { info: ChannelInfo; sealed: string | null }[] | null;
  sinks: { info: SinkInfo; sealed: string | null; isDetached: boolean }[] | null;
  pending: { command_id: string; actor: string; at_ms: number } | null;
}

// One statement sees one moment; the version belongs to exactly this state.
const STATE = `
  SELECT o.settings_version AS version, o.features, to_jsonb(r) - 'alert_settings' AS rules, r.alert_settings,
    (SELECT jsonb_agg(doc) FROM suppressions WHERE org_id = o.id AND ${PROJECTED}) AS suppressions,
    (SELECT jsonb_agg(jsonb_build_object('info', doc, 'sealed', translate(encode(secret, 'base64'), E'\\n', ''))
       ORDER BY channel_id) FROM notification_channels WHERE org_id = o.id) AS channels,
    (SELECT jsonb_agg(jsonb_build_object('info', doc, 'sealed', translate(encode(secret, 'base64'), E'\\n', ''),
       'isDetached', detached_at IS NOT NULL) ORDER BY created_at, sink_id) FROM sinks WHERE org_id = o.id) AS sinks,
    (SELECT jsonb_build_object('command_id', command_id, 'actor', actor, 'at_ms', floor(extract(epoch FROM created_at) * 1000))
       FROM outbox WHERE org_id = o.id ORDER BY version DESC LIMIT 1) AS pending
  FROM organizations o LEFT JOIN org_rules r ON r.org_id = o.id WHERE o.id = $1`;

/** @returns undefined when there is no such organisation */
export async function readSettingsState(database: Database, orgId: OrgId): Promise<SettingsState | undefined> {
  const [row] = await database.transaction((session) => session.query<StateRow>(STATE, [orgId]), {
    role: 'redoubt_writer',
    orgId,
    isReadOnly: true,
    statementTimeoutMs: 5_000,
  });
  return row && stateOf(orgId, row);
}

function stateOf(orgId: OrgId, row: StateRow): SettingsState {
  const alertSettings = alertSettingsSchema.parse(row.alert_settings ?? {});
  const { version, packs, disabled, overrides } = row.rules ?? DEFAULT_RULES;
  const { pending } = row;
  return {
    orgId,
    version: Number(row.version),
    rules: { version, packs, disabled, overrides: effectiveOverrides(overrides, alertSettings) },
    alertSettings,
    features: row.features,
    suppressions: row.suppressions ?? [],
    channels: (row.channels ?? []).map(withSealed),
    sinks: (row.sinks ?? []).map(({ isDetached, ...sink }) => ({
      ...withSealed(sink),
      ...(isDetached ? { isDetached } : {}),
    })),
    ...(pending === null
      ? {}
      : { pending: { commandId: pending.command_id, actor: pending.actor, atMs: pending.at_ms } }),
  };
}

function withSealed<T>({ info, sealed }: { info: T; sealed: string | null }): { info: T; sealed?: string } {
  return sealed === null ? { info } : { info, sealed };
}
