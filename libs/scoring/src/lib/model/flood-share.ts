/** Fewer events than this in a minute are no flood. */
const FEW_EVENTS = 20;

/** Which part of an organisation's traffic of the last minutes belongs to floods; every minute counts the same. */
export class FloodShare {
  flagged = 0;
  total = 0;
  /** Of the minutes that have ended, 0..1. */
  share = 0;

  /** Ends the running minute. @param carry what is left of earlier minutes after one more; @param gap minutes since */
  startTick(gap: number, carry: number): void {
    if (gap > 0) {
      const own = this.flagged / (this.total + FEW_EVENTS);
      this.share = (carry * this.share + (1 - carry) * own) * carry ** (gap - 1);
    }
    this.flagged = 0;
    this.total = 0;
  }

  add(isFlagged: boolean): void {
    this.total += 1;
    if (isFlagged) this.flagged += 1;
  }
}
