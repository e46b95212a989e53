import type { FamilyWeights } from './family-weights.ts';
import type { ScoringConfig } from './scoring-config.ts';
import type { SubScores } from './sub-scores.ts';

/**
 * Turns the bits of every finding into its part of the raw score and returns their sum.
 *
 * raw = rarityWeight (1 - f) R + (burstWeight + f) B, where R and B are the means over the event's rarities and bursts,
 * pulled towards the highest by rarityPeak and burstPeak, and f is the share of recent events that belong to floods:
 * the more of the traffic is flood, the less does it mean to be rare, and the more to burst.
 */
export function fuse(sub: SubScores, floodShare: number, config: ScoringConfig, weights: FamilyWeights): number {
  const { findings, rarityCount, burstCount } = sub;
  let topRarity = -1;
  let topBurst = -1;
  for (let index = 0; index < findings.count; index++) {
    const finding = findings.at(index);
    finding.bits *= weights.of(finding.family);
    if (isBurst(finding.family)) {
      if (topBurst < 0 || finding.bits > findings.at(topBurst).bits) topBurst = index;
    } else if (topRarity < 0 || finding.bits > findings.at(topRarity).bits) topRarity = index;
  }
  const rarityWeight = config.rarityWeight * (1 - config.floodRarityCut * floodShare);
  const burstWeight = config.burstWeight + floodShare;
  const rarityMean = (1 - config.rarityPeak) / rarityCount;
  const burstMean = (1 - config.burstPeak) / burstCount;
  let sum = 0;
  for (let index = 0; index < findings.count; index++) {
    const finding = findings.at(index);
    finding.bits *= isBurst(finding.family)
      ? burstWeight * (burstMean + (index === topBurst ? config.burstPeak : 0))
      : rarityWeight * (rarityMean + (index === topRarity ? config.rarityPeak : 0));
    sum += finding.bits;
  }
  return sum;
}

function isBurst(family: string): boolean {
  return family === 'burst' || family === 'fan_out';
}
