/** Place of a record in the alert stream: `<ms>-<seq>-<index>`; '' stands before all of them. */
export type RecordPosition = string;

export function recordPosition(entryId: string, index: number): RecordPosition {
  return `${entryId}-${index}`;
}

/** Whether `a` stands after `b`. */
export function isAfter(a: RecordPosition, b: RecordPosition): boolean {
  if (b === '') return true;
  const left = a.split('-').map(Number);
  const right = b.split('-').map(Number);
  for (let i = 0; i < 3; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
