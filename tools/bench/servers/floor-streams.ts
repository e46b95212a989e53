/** How many streams the floor server writes to in turn. */
export const FLOOR_STREAMS = 100;

export function floorStream(index: number): string {
  return `bench:floor:${index}`;
}
