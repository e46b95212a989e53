import { storedChoice, useChoice } from '../preferences/stored-choice.ts';

/** In which zone times are shown. */
export const zone = storedChoice('zone', ['utc', 'local']);

export type Zone = ReturnType<typeof zone.get>;

export function useZone(): Zone {
  return useChoice(zone);
}
