/** Senders followed at a time; the one heard of least makes room. */
export const MAX_SENDERS = 256;
const NAME_LIMIT = 128;
/** A sender is usual after so many minutes with events, in at least this share of the minutes since it was first heard. */
const USUAL_MINUTES = 120;
const USUAL_SHARE = 0.02;
/** Silent for this many times its longest silence so far, and at least so many minutes. */
const LONGER = 3;
const LEAST_MINUTES = 15;

export interface Silence {
  sender: string;
  /** Minutes, in which the organisation sent something, since the sender was heard. */
  silentMinutes: number;
  /** The longest it was silent before. */
  longestBefore: number;
  text: string;
}

/** Name, first and last minute heard, minutes heard, longest silence, whether the present silence was told. */
export type SenderState = [name: string, first: number, last: number, heard: number, longest: number, isTold: 0 | 1];

/**
 * Notices when a usual sender falls silent while others go on. To be asked now and then, not per event.
 *
 * Time is counted in minutes in which the organisation sent anything: when everything stands still nobody is silent.
 */
export class SilenceWatch {
  readonly #senders = new Map<string, SenderState>();
  #minute = 0;
  #lastTick = -1;

  /** Reports an event of `sender` in `tick`; ticks must not go back. */
  hear(sender: string, tick: number): void {
    if (tick !== this.#lastTick) {
      this.#lastTick = tick;
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

  state(): { minute: number; lastTick: number; senders: SenderState[] } {
    return { minute: this.#minute, lastTick: this.#lastTick, senders: [...this.#senders.values()] };
  }

  /** Of a new watch only. */
  restore({ minute, lastTick, senders }: ReturnType<SilenceWatch['state']>): void {
    this.#minute = minute;
    this.#lastTick = lastTick;
    for (const sender of senders) this.#senders.set(sender[0], [...sender]);
  }

  #makeRoom(): void {
    if (this.#senders.size < MAX_SENDERS) return;
    let least: SenderState | undefined;
    for (const state of this.#senders.values()) if (least === undefined || state[3] < least[3]) least = state;
    if (least !== undefined) this.#senders.delete(least[0]);
  }
}
