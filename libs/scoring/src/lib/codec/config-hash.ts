import { crc32 } from 'node:zlib';
import { ASPECTS } from '../model/aspect.ts';
import { TYPE_PRIOR_VERSION } from '../model/type-prior.ts';
import type { ScoringConfig } from '../model/scoring-config.ts';

/** Tells models apart whose numbers mean different things: other config, other aspects. */
export function configHash(config: ScoringConfig): number {
  const aspects = ASPECTS.map(({ code, fields }) => `${code}:${fields.join('+')}`);
  return crc32(JSON.stringify([config, aspects, TYPE_PRIOR_VERSION]));
}
