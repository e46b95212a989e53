import type { Command } from '../command/definition.ts';

/**
 * Commands by their first word, in the order of the help text and the reference page. Each family is loaded when it is
 * asked for: together they bring nearly every library there is, and a second to wait for.
 */
const FAMILIES: Readonly<Record<string, () => Promise<readonly Command[]>>> = {
  org: async () => (await import('./org/index.ts')).orgCommands,
  key: async () => (await import('./key/index.ts')).keyCommands,
  user: async () => (await import('./user/index.ts')).userCommands,
  member: async () => (await import('./member/index.ts')).memberCommands,
  audit: async () => (await import('./audit/index.ts')).auditCommands,
  send: async () => [(await import('./send.ts')).send],
  stream: async () => (await import('./stream/index.ts')).streamCommands,
  lag: async () => [(await import('./lag.ts')).lag],
  dlq: async () => (await import('./dlq/index.ts')).dlqCommands,
  ledger: async () => [(await import('./ledger.ts')).ledger],
  events: async () => (await import('./events/index.ts')).eventsCommands,
  alerts: async () => (await import('./alerts/index.ts')).alertsCommands,
  suppression: async () => (await import('./suppression/index.ts')).suppressionCommands,
  intel: async () => (await import('./intel/index.ts')).intelCommands,
  asset: async () => (await import('./asset/index.ts')).assetCommands,
  incident: async () => (await import('./incident/index.ts')).incidentCommands,
  encryption: async () => (await import('./encryption/index.ts')).encryptionCommands,
  channel: async () => (await import('./channel/index.ts')).channelCommands,
  sink: async () => (await import('./sink/index.ts')).sinkCommands,
  rules: async () => (await import('./rules/index.ts')).rulesCommands,
  health: async () => [(await import('./health.ts')).health],
  doctor: async () => [(await import('./doctor.ts')).doctor],
  'support-bundle': async () => [(await import('./support-bundle.ts')).supportBundle],
  canary: async () => (await import('./canary/index.ts')).canaryCommands,
  retention: async () => (await import('./retention/index.ts')).retentionCommands,
  archive: async () => (await import('./archive/index.ts')).archiveCommands,
  drill: async () => (await import('./drill/index.ts')).drillCommands,
  acl: async () => (await import('./acl/index.ts')).aclCommands,
  cert: async () => (await import('./cert/index.ts')).certCommands,
  compliance: async () => (await import('./compliance/index.ts')).complianceCommands,
  config: async () => (await import('./config/index.ts')).configCommands,
};

/** Every command. */
export async function allCommands(): Promise<readonly Command[]> {
  return (await Promise.all(Object.values(FAMILIES).map((load) => load()))).flat();
}

/** Commands that begin with a word; every command where none does. */
export async function commandsOf(word: string | undefined): Promise<readonly Command[]> {
  const load = word === undefined || !Object.hasOwn(FAMILIES, word) ? allCommands : FAMILIES[word];
  return (load as () => Promise<readonly Command[]>)();
}
