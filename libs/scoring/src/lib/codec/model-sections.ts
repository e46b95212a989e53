import type { OrgModel } from '../model/org-model.ts';

export type NumberArray = Float64Array | Float32Array | Int32Array | Uint8Array;

/** The arrays of a model, in the order of the blob; the order and the types are part of the format. */
export function sectionsOf({ sub, calibrator, kinds, weights }: OrgModel): readonly NumberArray[] {
  const { burst, presence, hours, tails, budget } = sub;
  return [
    burst.current,
    burst.total,
    burst.tick,
    burst.held,
    presence.seen,
    presence.tick,
    presence.ranks,
    hours.presence.seen,
    hours.presence.tick,
    tails.owner,
    tails.counts,
    tails.tick,
    budget.spent,
    calibrator.counts,
    kinds,
    weights.values,
  ];
}
