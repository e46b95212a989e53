import type { OrgModel } from '../model/org-model.ts';

export type NumberArray = Float64Array | Float32Array | Int32Array | Uint8Array;

/** An array of a model, and how many of its numbers stand side by side in a cell. */
export interface ModelSection {
  array: NumberArray;
  perCell: number;
}

/** The arrays of a model, in the order of the blob; the order and the types are part of the format. */
export function sectionsOf({ sub, calibrator, drift, kinds, weights }: OrgModel): readonly ModelSection[] {
  const { burst, entityBurst, surge, presence, hours, tails, budget } = sub;
  const cells = [
    { array: burst.ticks, perCell: 4 },
    { array: entityBurst.ticks, perCell: 4 },
    { array: surge.ticks, perCell: 4 },
    { array: presence.lastTicks, perCell: 2 },
    { array: hours.presence.lastTicks, perCell: 2 },
  ];
  const plain = [
    presence.ranks,
    tails.owner,
    tails.counts,
    tails.tick,
    budget.spent,
    calibrator.counts,
    drift.recent,
    drift.usual,
    kinds,
    weights.values,
  ];
  return [...cells, ...plain.map((array) => ({ array, perCell: 1 }))];
}
