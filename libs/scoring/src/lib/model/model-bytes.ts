import { sectionsOf } from '../codec/model-sections.ts';
import { MAX_SENDERS } from '../silence/silence-watch.ts';
import { MAX_MARKS } from './key-marks.ts';
import type { OrgModel } from './org-model.ts';

/** Objects, hash tables and scratch arrays of a model besides its counts; an estimate. */
const FIXED_BYTES = 16_384 + MAX_MARKS * 8 + MAX_SENDERS * 64;

/** Memory of a model; grows with its size class only. */
export function modelBytes(model: OrgModel): number {
  return sectionsOf(model).reduce((sum, section) => sum + section.array.byteLength, FIXED_BYTES);
}
