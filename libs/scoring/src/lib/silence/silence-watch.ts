/** Senders followed at a time; the one heard of least makes room. */
export const MAX_SENDERS = 256;
const NAME_LIMIT = 128;
/** A sender is usual after so many minutes with events, in at least this share of the minutes since it was first heard. */
const USUAL_MINUTES = 120;
const USUAL_SHARE = 0.02;
/** Silent for this many times its longest silence so far, and at least so many minutes. */
const LONGER = 3;
const LEAST_MINUTES = 15;
/** A silence of more minutes than this and than all before it says nothing of what is usual. */
const OUTLASTING_MINUTES = 1_440;

export interface Silence {
  sender: string;
  /** Minutes, in which the organisation sent something, since the sender was heard. */
  silentMinutes: number;
  /** The longest it was silent before. */
  longestBefore: number;
  text: string;
}

/** Name of nobody: everybody is silent. */
export const EVERYBODY = '';

/** Name, first and last minute heard, minutes heard, longest silence, whether the present silence was told. */
export type SenderState = [name: string, first: number, last: number, heard: number, longest: number, isTold: 0 | 1];

/** What a watch has heard so far, as it is kept. */
export interface SilenceState {
  minute: number;
  lastTick: number;
  firstTick: number;
  longestGap: number;
  isGapTold: boolean;
  senders: SenderState[];
}

/**
 * Notices when a usual sender falls silent while others go on, and when everybody does. To be asked now and then, not
 * per event.
 *
 * Time of a sender is counted in minutes in which the organisation sent anything: when everything stands still, that is
 * one silence of everybody and none of each.
 */
export class SilenceWatch {
  readonly #senders = new Map<string, SenderState>();
  #minute = 0;
  #lastTick = -1;
  #firstTick = -1;
  #longestGap = 0;
  #isGapTold = false;

  /** Reports an event of `sender` in `tick`; ticks must not go back. */
  hear(sender: string, tick: number): void {
    if (tick !== this.#lastTick) {
      this.#end(tick - this.#lastTick, tick);
      this.#lastTick = tick;
      this.#isGapTold = false;
      this.#minute += 1;
    }
    const name = sender.length > NAME_LIMIT ? sender.slice(0, NAME_LIMIT) : sender;
    const state = this.#senders.get(name);
    if (state === undefined) {
      this.#makeRoom();
      this.#senders.set(name, [name, this.#minute, this.#minute, 1, 0, 0]);
    } else if (state[2] !== this.#minute) {
      state[4] = Math.max(state[4], this.#minute - state[2]);
      state[2] = this.#minute;
      state[3] += 1;
      state[5] = 0;
    }
  }

  /** Usual senders that have fallen silent since the last call; each silence is told once. */
  takeSilences(): Silence[] {
    const silences: Silence[] = [];
    for (const state of this.#senders.values()) {
      const [sender, first, last, heard, longestBefore, isTold] = state;
      const silentMinutes = this.#minute - last;
      const isUsual = heard >= USUAL_MINUTES && heard >= USUAL_SHARE * (last - first + 1);
      if (isTold === 1 || !isUsual || silentMinutes < Math.max(LEAST_MINUTES, LONGER * longestBefore)) continue;
      state[5] = 1;
      const text = `${sender}: silent for ${silentMinutes} minutes, before never longer than ${longestBefore}`;
      silences.push({ sender, silentMinutes, longestBefore, text });
    }
    return silences;
  }

  /**
   * The silence of everybody by minute `tick`, told once.
   * @param quietMinutes for how long the caller knows that nothing waits to be heard
   */
  takeStandstill(tick: number, quietMinutes: number): Silence | undefined {
    const longestBefore = this.#longestGap;
    const silentMinutes = Math.min(tick - this.#lastTick, Math.floor(quietMinutes));
    const isUsual =
      this.#minute >= USUAL_MINUTES && this.#minute >= USUAL_SHARE * (this.#lastTick - this.#firstTick + 1);
    if (this.#isGapTold || !isUsual || silentMinutes < Math.max(LEAST_MINUTES, LONGER * longestBefore))
      return undefined;
    this.#isGapTold = true;
    const text = `all senders: silent for ${silentMinutes} minutes, before never longer than ${longestBefore}`;
    return { sender: EVERYBODY, silentMinutes, longestBefore, text };
  }

  state(): SilenceState {
    return {
      minute: this.#minute,
      lastTick: this.#lastTick,
      firstTick: this.#firstTick,
      longestGap: this.#longestGap,
      isGapTold: this.#isGapTold,
      senders: [...this.#senders.values()],
    };
  }

  /** Of a new watch only. */
  restore({ minute, lastTick, firstTick, longestGap, isGapTold, senders }: SilenceState): void {
    this.#minute = minute;
    this.#lastTick = lastTick;
    this.#firstTick = firstTick;
    this.#longestGap = longestGap;
    this.#isGapTold = isGapTold;
    for (const sender of senders) this.#senders.set(sender[0], [...sender]);
  }

  /** Ends a silence of everybody. */
  #end(minutes: number, tick: number): void {
    if (this.#firstTick < 0 || minutes > Math.max(OUTLASTING_MINUTES, this.#lastTick - this.#firstTick)) {
      this.#firstTick = tick;
      this.#longestGap = 0;
    } else this.#longestGap = Math.max(this.#longestGap, minutes);
  }

  #makeRoom(): void {
    if (this.#senders.size < MAX_SENDERS) return;
    let least: SenderState | undefined;
    for (const state of this.#senders.values()) if (least === undefined || state[3] < least[3]) least = state;
    if (least !== undefined) this.#senders.delete(least[0]);
  }
}
