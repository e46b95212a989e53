export interface Progress {
  accepted: number;
  stored: number;
  alerts: number;
}

const TTY_EVERY_MS = 1_000;
const PLAIN_EVERY_MS = 10_000;

/** Shows what flows: one line that is rewritten on a terminal, a line every 10 s elsewhere. */
export class StatusLine {
  readonly #read: () => Promise<Progress>;
  readonly #out: NodeJS.WriteStream;
  readonly #everyMs: number;
  #timer: NodeJS.Timeout | undefined;
  #last: (Progress & { atMs: number }) | undefined;

  constructor(read: () => Promise<Progress>, out: NodeJS.WriteStream = process.stdout) {
    this.#read = read;
    this.#out = out;
    this.#everyMs = out.isTTY ? TTY_EVERY_MS : PLAIN_EVERY_MS;
  }

  start(): void {
    this.#timer = setTimeout(() => void this.#tick(), this.#everyMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#out.isTTY) this.#out.write('\r\x1b[K');
  }

  async #tick(): Promise<void> {
    const progress = await this.#read().catch(() => undefined);
    if (this.#timer === undefined) return;
    if (progress !== undefined) this.#show(progress);
    this.start();
  }

  #show(progress: Progress): void {
    const atMs = performance.now();
    const before = this.#last ?? { ...progress, atMs: atMs - this.#everyMs };
    this.#last = { ...progress, atMs };
    const text = formatProgress(progress, before, (atMs - before.atMs) / 1_000);
    this.#out.write(this.#out.isTTY ? `\r\x1b[K${text}` : `${text}\n`);
  }
}

/** `accepted 1,234 (50/s) · stored 1,200 (49/s) · alerts 3`. */
export function formatProgress(now: Progress, before: Progress, seconds: number): string {
  const part = (name: 'accepted' | 'stored'): string => {
    const rate = Math.max(0, Math.round((now[name] - before[name]) / seconds));
    return `${name} ${now[name].toLocaleString('en')} (${rate.toLocaleString('en')}/s)`;
  };
  return `${part('accepted')} · ${part('stored')} · alerts ${now.alerts.toLocaleString('en')}`;
}
