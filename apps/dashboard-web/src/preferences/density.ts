import { storedChoice, useChoice } from './stored-choice.ts';

export const density = storedChoice('density', ['comfortable', 'compact']);

/** Height of table rows in pixels. */
export function useRowHeight(): number {
  return useChoice(density) === 'compact' ? 28 : 32;
}
