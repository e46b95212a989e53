import { createHash } from 'node:crypto';
import { decodeEvent } from '@redoubt/contracts';
import { encodeModel, OrgModel, readFeatures, SEED_BYTES, seedFrom, threatScore } from '@redoubt/scoring';
import { makeEventLines } from '../load/event-lines.ts';
import type { AnomalyPlan, SpeedResult } from './anomaly-plan.ts';

const ORGS = 16;
const START_MS = Date.UTC(2026, 0, 5);
const EVENTS_PER_MINUTE = 3_000;
const PAYLOAD_FIELDS = { web_request: ['bytes', 'status', 'method'], process_creation: ['image', 'parent_image'] };

type Pass = (lines: readonly string[], from: number) => number;

/** Events per second of CPU from JSON text to a score with its reasons in words, for every event. */
export function measureSpeed({ events, rounds, seed }: AnomalyPlan & { kind: 'speed' }): SpeedResult {
  const lines = makeEventLines(events, seed).map(({ json }) => json.toString());
  const models = Array.from({ length: ORGS }, (_, at) => {
    const bytes = createHash('sha256').update(`${seed} ${at}`).digest().subarray(0, SEED_BYTES);
    return new OrgModel({ orgId: `org-${at}`, seed: seedFrom(bytes) });
  });
  const passes: Record<'parsed' | 'decoded' | 'scored', Pass> = {
    parsed: (all) => all.reduce((sum, line) => sum + Object.keys(JSON.parse(line) as object).length, 0),
    decoded: (all) => all.reduce((sum, line) => sum + (decodeEvent(JSON.parse(line)).ok ? 1 : 0), 0),
    scored: (all, from) => all.reduce((sum, line, at) => sum + scoreLine(models, line, from + at), 0),
  };
  const result = { parsed: [] as number[], decoded: [] as number[], scored: [] as number[] };
  // The first round lets the compiler see the code and is not counted.
  for (let round = 0; round <= rounds; round++) {
    for (const name of ['parsed', 'decoded', 'scored'] as const) {
      const before = process.cpuUsage();
      const checksum = passes[name](lines, round * lines.length);
      const { user, system } = process.cpuUsage(before);
      if (Number.isNaN(checksum)) throw new Error('unreachable');
      if (round > 0) result[name].push(lines.length / ((user + system) / 1e6));
    }
  }
  const blobs = models.map((model) => encodeModel(model, { epoch: 0, position: {} }).length);
  const jsonBytes = lines.reduce((sum, line) => sum + line.length, 0) / lines.length;
  return { kind: 'speed', ...result, jsonBytes, smallBlobBytes: Math.max(...blobs) };
}

function scoreLine(models: readonly OrgModel[], line: string, at: number): number {
  const decoded = decodeEvent(JSON.parse(line));
  if (!decoded.ok) return 0;
  const timeMs = START_MS + Math.floor(at / EVENTS_PER_MINUTE) * 60_000;
  const event = readFeatures(decoded.fields, { timeMs, receivedAtMs: timeMs }, PAYLOAD_FIELDS);
  const { anomalyScore, reasons } = (models[at % ORGS] as OrgModel).score(event);
  return threatScore(anomalyScore, event) + reasons.length;
}
