/** Reads the items of a body that is in hand as a whole, a bounded number at a time. */
export interface ItemScanner {
  /** How far the body has been read. */
  readonly position: number;
  /** Reads up to `maxItems` items; false when none is left. */
  read(maxItems: number): boolean;
}
