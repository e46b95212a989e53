/** A text as UTF-16 units: those from `start` up to `end`. */
export interface TextSpan {
  units: Uint16Array;
  start: number;
  end: number;
}

/** Atoms that the scan of one text reported. */
export class HitList {
  atoms = new Int32Array(256);
  count = 0;
  /** Some character of the text was not ASCII. */
  isWide = false;
  /** Steps taken by scans so far; what bounded work is judged by in tests. */
  steps = 0;

  /** Makes room; scans themselves check nothing. */
  reserve(most: number): void {
    if (most > this.atoms.length) this.atoms = new Int32Array(most);
  }
}
