export type { Author, RulebookDeps } from './lib/rulebook-deps.ts';
export {
  BUILT_IN_PACK_ID,
  BUILT_IN_PACK_VERSION,
  DEFAULT_RULES,
  effectiveOverrides,
  orgRuleSettingsSchema,
  packReferenceSchema,
  ruleOverrideSchema,
  SEVERITY_RULE_PREFIX,
} from './lib/rules/org-rules.ts';
export type { OrgRuleSettings, PackReference, RuleOverride } from './lib/rules/org-rules.ts';
export {
  listRuleVersions,
  MAX_CUSTOM_RULES,
  OWN_PACK_PREFIX,
  ownPackId,
  publishRule,
  readCustomRules,
} from './lib/rules/custom-rules.ts';
export type { CustomRule, CustomRules, NewRuleText, RuleVersion } from './lib/rules/custom-rules.ts';
export { listPacks, loadPack, savePack } from './lib/rules/packs.ts';
export type { PackInfo, PackJson } from './lib/rules/packs.ts';
export {
  disablePack,
  disableRule,
  enablePack,
  getOrgRules,
  setAlertSettings,
  setRuleOverride,
} from './lib/rules/change-rules.ts';
export type { OrgRulesRecord } from './lib/rules/change-rules.ts';
export {
  alertSettingsChangeSchema,
  alertSettingsSchema,
  DEFAULT_ALERT_SETTINGS,
} from './lib/settings/alert-settings.ts';
export type { AlertSettingsChange, AlertSettingsRecord } from './lib/settings/alert-settings.ts';
export {
  readOrgRules,
  readOrgSettings,
  readPack,
  readSettingsVersion,
  readSuppressions,
} from './lib/settings/read-settings.ts';
export type { OrgSettings } from './lib/settings/read-settings.ts';
export { createSuppression, expireSuppression, listSuppressions } from './lib/suppressions/suppressions.ts';
export type { NewSuppression, StoredSuppression } from './lib/suppressions/suppressions.ts';
export { changeChannel, openChannel } from './lib/channels/change-channel.ts';
export type { ChannelRef } from './lib/channels/change-channel.ts';
export {
  channelChangeSchema,
  channelFilterSchema,
  channelGroupSchema,
  newChannelSchema,
  notificationChannelSchema,
} from './lib/channels/channel.ts';
export type { ChannelChange, ChannelInfo, NewChannel, NotificationChannel } from './lib/channels/channel.ts';
export { deleteChannel, enableChannel, listChannels, saveChannel } from './lib/channels/channels.ts';
export type { SaveChannelOptions } from './lib/channels/channels.ts';
export { readChannels } from './lib/channels/read-channels.ts';
export type { OrgChannels } from './lib/channels/read-channels.ts';
export { changeSink, openSink } from './lib/sinks/change-sink.ts';
export type { SinkRef } from './lib/sinks/change-sink.ts';
export { detachSink } from './lib/sinks/detach-sink.ts';
export type { SinkBacklog } from './lib/sinks/detach-sink.ts';
export { readSinkHealth, readSinkMinutes } from './lib/sinks/read-sink-health.ts';
export type { SinkHealth, SinkMinute } from './lib/sinks/read-sink-health.ts';
export { readSinks } from './lib/sinks/read-sinks.ts';
export type { OrgSinks } from './lib/sinks/read-sinks.ts';
export type { SinkInfo } from './lib/sinks/sink-parts.ts';
export {
  newSinkSchema,
  SINK_MAPPINGS,
  SINK_STREAMS,
  SINK_TYPES,
  sinkBatchSchema,
  sinkChangeSchema,
  sinkFilterSchema,
  sinkSchema,
} from './lib/sinks/sink-settings.ts';
export type { NewSink, Sink, SinkChange, SinkOf, SinkStream, SinkType } from './lib/sinks/sink-settings.ts';
export { createSink, deleteSink, enableSink, listSinks } from './lib/sinks/sinks.ts';
export { openReportedSecretBox, readEncryption } from './lib/encryption/encryption-hours.ts';
export type { ReportedSecretBox } from './lib/encryption/encryption-hours.ts';
export { addCounts, countAllSecrets, countSecrets, NO_SECRETS } from './lib/reencryption/count-secrets.ts';
export type { SecretCounts } from './lib/reencryption/count-secrets.ts';
export { reencryptSecrets } from './lib/reencryption/reencrypt-secrets.ts';
export type { ReencryptReport } from './lib/reencryption/reencrypt-secrets.ts';
export { SECRET_HOLDERS } from './lib/reencryption/sealed-secrets.ts';
export type { SecretHolder } from './lib/reencryption/sealed-secrets.ts';
export { createReencryptionMetrics } from './lib/reencryption/reencryption-metrics.ts';
export { readOutboxState, relayOutbox } from './lib/relay/relay-outbox.ts';
export type { RelayOptions, RelayReport } from './lib/relay/relay-outbox.ts';
export { reconcileRulebook, reconcileSettings } from './lib/relay/reconcile-rulebook.ts';
export { inventoryFields, projectScans, readAssetHealth, type ShownAssetHealth } from './lib/assets/asset-health.ts';
export { readReputation, shownReputationSchema, type ShownReputation } from './lib/assets/reputation.ts';
