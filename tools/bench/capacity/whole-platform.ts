import { join } from 'node:path';
import type { OrgId } from '@redoubt/contracts';
import { createSink, enablePack, relayOutbox, savePack, type PackReference } from '@redoubt/rulebook';
import type { Control } from '../../dev/demo-org.ts';
import { startPlatform, type BenchOrg, type Platform, type PlatformOptions } from '../platform.ts';
import { isCorpusThere, readCorpusPack } from '../rules/corpus.ts';
import { BaselineServer } from '../servers/baseline-server.ts';

const BY = { actor: 'bench' };
/** Readers of the streams, in the order in which an event is of use. */
export const READERS = ['db-writer', 'alert-engine', 'ml-scorer', 'siem-forwarder'] as const;
export type Reader = (typeof READERS)[number];

/** What arrived at the sinks' receiver. */
export interface ReceiverCounts {
  documents: number;
  /** Different events of the generator. */
  distinct: number;
  /** Documents that are no event of the generator. */
  foreign: number;
}

/** The platform with rules, models and a sink for every organisation. */
export interface WholePlatform extends Platform {
  receiver: BaselineServer;
  ruleCount: number | undefined;
  received(): Promise<ReceiverCounts>;
}

export interface WholeOptions extends Omit<PlatformOptions, 'apps'> {
  /** Services to start at once; all readers and the gateway when left out. */
  apps?: readonly string[];
  /** The start of the generator's event ids. */
  tag: string;
}

/**
 * Starts everything an installation runs for its events: the default rules and (where its files are) SigmaHQ in force
 * for every organisation, scores, PostgreSQL, and one bulk sink each to a receiver of our own.
 */
export async function startWholePlatform(options: WholeOptions): Promise<WholePlatform> {
  const { logDir, tag, onStep } = options;
  const receiver = await BaselineServer.start('bulk-receiver.ts', logDir, { TAG: tag });
  let ruleCount: number | undefined;
  try {
    const platform = await startPlatform({
      ...options,
      apps: options.apps ?? [...READERS, 'ingest-gateway'],
      groupsFor: [...READERS],
      forwarderEnv: { SINK_FILE_DIR: join(logDir, 'sinks') },
      onProvisioned: async (orgs, control) => {
        onStep('rules and sinks');
        ruleCount = await enableRules(control, orgs);
        await addSinks(control, orgs, `http://127.0.0.1:${receiver.port}`);
        const { failed } = await relayOutbox(control, {});
        if (failed[0]) throw failed[0].error;
      },
    });
    return {
      ...platform,
      receiver,
      ruleCount,
      received: async () => (await (await fetch(`http://127.0.0.1:${receiver.port}/`)).json()) as ReceiverCounts,
      close: async () => {
        await platform.close();
        await receiver.stop();
      },
    };
  } catch (error) {
    await receiver.stop();
    throw error;
  }
}

/** @returns rules of SigmaHQ, undefined where its files are not */
async function enableRules({ database }: Control, orgs: readonly BenchOrg[]): Promise<number | undefined> {
  if (!isCorpusThere()) return undefined;
  const pack = readCorpusPack();
  await savePack(database, pack, BY);
  const reference: PackReference = { packId: pack.packId, version: pack.version };
  for (const { organization } of orgs) await enablePack(database, organization.id, reference, BY);
  return pack.rules.length;
}

async function addSinks({ database }: Control, orgs: readonly BenchOrg[], url: string): Promise<void> {
  for (const { organization } of orgs) await addSink(database, organization.id, url);
}

async function addSink(database: Control['database'], orgId: OrgId, url: string): Promise<void> {
  await createSink(database, orgId, { type: 'elasticsearch', name: 'bulk', url, index: 'bench', mapping: 'raw' }, BY);
}
