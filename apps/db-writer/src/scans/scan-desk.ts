import { PermanentError, type Clock } from '@redoubt/contracts';
import { hostsOf, readScan } from '@redoubt/enrichment';
import { defineJobType, jobId, type JobContext, type JobQueue } from '@redoubt/jobs';
import { subjectHash } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { projectScans } from '@redoubt/rulebook';
import { findAssets, lastScans, listAssets, saveScan, type Database, type StoredAsset } from '@redoubt/storage';
import { z } from 'zod';
import { runScanner } from './run-scanner.ts';
import type { ScannerConfig } from './scanner-config.ts';

/** The background task of the requirements: one asset, by one scanner. */
export const scanJob = defineJobType({
  queue: 'vulnerability-scan',
  schema: z.strictObject({
    task: z.literal('vulnerability_scan'),
    organization: z.uuid(),
    scanner: z.string().max(64),
    asset: z.string().max(256),
  }),
  attempts: 3,
  backoff: { firstMs: 60_000, maxMs: 3_600_000 },
  // Longer than any scanner may run.
  timeoutMs: 7_300_000,
});
export type ScanJob = z.infer<(typeof scanJob)['schema']>;

interface Deps {
  database: Database;
  redis: RedisClient;
  clock: Clock;
}

const PAGE = 500;
const HOUR_MS = 3_600_000;

/** Sees to it that assets are scanned when their time has come, and takes in what scanners find. */
export class ScanDesk {
  readonly #deps: Deps;
  readonly #scanners: readonly ScannerConfig[];

  constructor(deps: Deps, scanners: readonly ScannerConfig[]) {
    this.#deps = deps;
    this.#scanners = scanners;
  }

  /** Adds a job for every asset that is due; workers that look at the same time add the same one. */
  async look(queue: JobQueue<ScanJob>): Promise<void> {
    for (const scanner of this.#scanners) {
      const { organization, name } = scanner;
      // By this scanner: another one with a shorter period must not keep it from ever being due.
      const last = await lastScans(this.#deps.database, organization, name);
      for await (const asset of this.#assetsOf(scanner)) {
        const periodMs = scanner.everyHours * HOUR_MS;
        const nowMs = this.#deps.clock.now();
        if ((last.get(asset.name) ?? 0) + periodMs > nowMs) continue;
        // One that failed for good has its next chance in the next period.
        const id = jobId(organization, name, subjectHash(asset.name), Math.floor(nowMs / periodMs));
        await queue.add({ task: 'vulnerability_scan', organization, scanner: name, asset: asset.name }, { jobId: id });
      }
    }
  }

  /**
   * Scans one asset.
   *
   * @throws PermanentError when scanner or asset are gone, or the report is none
   * @throws RetryableError when the scanner fails
   */
  async scan(
    { organization, scanner: name, asset: assetName }: ScanJob,
    { signal }: Pick<JobContext, 'signal'>,
  ): Promise<void> {
    const { database, redis, clock } = this.#deps;
    const scanner = this.#scanners.find((one) => one.organization === organization && one.name === name);
    if (scanner === undefined) throw new PermanentError('no such scanner');
    const orgId = scanner.organization;
    const [asset] = await findAssets(database, orgId, [assetName]);
    if (asset === undefined) throw new PermanentError('no such asset');
    const text = await runScanner(scanner, asset, signal);
    const actor = { kind: 'system', name: `scanner-${name}` } as const;
    const { assets } = await saveScan(database, {
      // The time of the look, not of the report: by it the next one is due.
      ...{ orgId, scanner: name, scannedAtMs: clock.now(), actor },
      hosts: hostsOf(reportOf(text, scanner), asset.name),
    });
    await projectScans(redis, orgId, assets);
  }

  async *#assetsOf({ organization, tag }: ScannerConfig): AsyncGenerator<StoredAsset> {
    let after: string | undefined;
    do {
      const options = { limit: PAGE, ...(after === undefined ? {} : { after }) };
      const page = await listAssets(this.#deps.database, organization, options);
      yield* page.filter(({ tags }) => tags.includes(tag));
      after = page.length < PAGE ? undefined : page.at(-1)?.name;
    } while (after !== undefined);
  }
}

function reportOf(text: string, { format }: ScannerConfig) {
  try {
    return readScan(text, format);
  } catch (error) {
    throw new PermanentError('the scanner wrote no report', { cause: error });
  }
}
