import { FAMILY } from '../explain/reason.ts';
import type { FamilyWeights } from './family-weights.ts';
import type { Finding } from './findings.ts';
import type { ScoringConfig } from './scoring-config.ts';
import type { SubScores } from './sub-scores.ts';

/** Shares of recent events that belong to floods: by bursts of everything about them, and by that or a surge. */
export interface FloodShares {
  burst: number;
  any: number;
}

/**
 * Turns the bits of every finding into its part of the raw score and returns their sum.
 *
 * raw = rarityWeight (1 - cut f) R + (burstWeight + floodBurstWeight g) B + floodSurgeWeight f L + surgeWeight max(0, L
 * - surgeBits), where R and B are the means over the event's rarities and bursts, pulled towards the highest by
 * rarityPeak and burstPeak, L is its highest surge, and g and f are the shares of recent events in floods, by bursts and
 * by any sign: the more of the traffic is flood, the less does it mean to be rare, and the more to burst. The bits of an
 * own model are added as they are.
 */
export function fuse(sub: SubScores, flood: FloodShares, config: ScoringConfig, weights: FamilyWeights): number {
  const { findings, rarityCount, burstCount } = sub;
  let topRarity = -1;
  let topBurst = -1;
  for (let index = 0; index < findings.count; index++) {
    const finding = findings.at(index);
    if (finding.family === FAMILY.own_model) continue;
    finding.bits *= weights.values[finding.family] as number;
    if (finding.isSurge) continue;
    if (isBurst(finding)) {
      if (topBurst < 0 || finding.bits > findings.at(topBurst).bits) topBurst = index;
    } else if (topRarity < 0 || finding.bits > findings.at(topRarity).bits) topRarity = index;
  }
  const rarityWeight = config.rarityWeight * (1 - config.floodRarityCut * flood.any);
  const burstWeight = config.burstWeight + config.floodBurstWeight * flood.burst;
  const rarityMean = (1 - config.rarityPeak) / rarityCount;
  const burstMean = (1 - config.burstPeak) / burstCount;
  let sum = 0;
  for (let index = 0; index < findings.count; index++) {
    const finding = findings.at(index);
    if (finding.isSurge) {
      const excess = Math.max(0, finding.bits - config.surgeBits);
      finding.bits = config.floodSurgeWeight * flood.any * finding.bits + config.surgeWeight * excess;
    } else if (finding.family !== FAMILY.own_model) {
      finding.bits *= isBurst(finding)
        ? burstWeight * (burstMean + (index === topBurst ? config.burstPeak : 0))
        : rarityWeight * (rarityMean + (index === topRarity ? config.rarityPeak : 0));
    }
    sum += finding.bits;
  }
  return sum;
}

function isBurst({ family }: Finding): boolean {
  return family === FAMILY.burst || family === FAMILY.fan_out;
}
