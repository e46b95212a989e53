import { Observable } from './observable.ts';
import { openSocket, type FeedSocket, type OpenSocket } from './feed-socket.ts';

/**
 * `connecting` for the first time, `live`, `reconnecting` after it broke, `paused` in a hidden tab, `refused` by the
 * server, or `off`.
 */
export type FeedStatus = 'off' | 'connecting' | 'live' | 'reconnecting' | 'paused' | 'refused';

export interface FeedOptions {
  /** `/alerts` */
  namespace: string;
  /** What is done with each kind of message. */
  on: Readonly<Record<string, (payload: never) => void>>;
  /** Connected again after a break: what was loaded before may be out of date. */
  onResumed?: () => void;
  /** How long it goes on in a hidden tab. */
  hiddenMs: number;
  open?: OpenSocket;
}

const retryMs = 2_000;

/** One live feed: connects while somebody watches, resumes where it broke, rests in hidden tabs. */
export class Feed {
  readonly status = new Observable<FeedStatus>('off');
  readonly #options: FeedOptions;
  #socket: FeedSocket | undefined;
  /** A watcher who comes back at once must not get a second socket. */
  #opening: Promise<FeedSocket | undefined> | undefined;
  #watchers = 0;
  /** Counts starts: one that was overtaken does nothing. */
  #starts = 0;
  #lastId: string | undefined;
  #hasBeenLive = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  /** The position from which it goes on after a break. */
  set lastId(id: string) {
    this.#lastId = id;
  }

  /** Starts it for one watcher; the last one to leave stops it. */
  watch(): () => void {
    this.#watchers += 1;
    if (this.#watchers === 1) void this.#start();
    let isWatching = true;
    return () => {
      if (!isWatching) return;
      isWatching = false;
      this.#watchers -= 1;
      if (this.#watchers === 0) this.#stop();
    };
  }

  async #start(): Promise<void> {
    this.#starts += 1;
    const start = this.#starts;
    this.status.set('connecting');
    document.addEventListener('visibilitychange', this.#onVisibility);
    this.#opening ??= this.#open();
    const socket = await this.#opening;
    if (this.#watchers === 0 || start !== this.#starts) return;
    if (socket) socket.connect();
    else {
      this.status.set('reconnecting');
      this.#later(() => void this.#start(), retryMs);
    }
  }

  async #open(): Promise<FeedSocket | undefined> {
    const { open = openSocket, namespace } = this.#options;
    const auth = (): object => (this.#lastId === undefined ? {} : { lastId: this.#lastId });
    const socket = await open(namespace, auth).catch(() => undefined);
    if (socket) {
      this.#socket = socket;
      this.#listen(socket);
    } else this.#opening = undefined;
    return socket;
  }

  #listen(socket: FeedSocket): void {
    socket.on('connect', () => {
      this.status.set('live');
      if (this.#hasBeenLive) this.#options.onResumed?.();
      this.#hasBeenLive = true;
    });
    socket.on('connect_error', () => this.#broken(socket));
    socket.on('disconnect', () => {
      if (this.#watchers > 0 && this.status.value !== 'paused') this.#broken(socket);
    });
    for (const [event, handle] of Object.entries(this.#options.on)) socket.on(event, handle);
  }

  /** A socket that was turned away does not try again by itself: the server may have changed its mind later. */
  #broken(socket: FeedSocket): void {
    this.status.set(socket.active ? 'reconnecting' : 'refused');
    if (!socket.active) this.#later(() => socket.connect(), retryMs * 5);
  }

  #stop(): void {
    document.removeEventListener('visibilitychange', this.#onVisibility);
    clearTimeout(this.#timer);
    this.status.set('off');
    this.#hasBeenLive = false;
    this.#lastId = undefined;
    this.#socket?.disconnect();
  }

  #onVisibility = (): void => {
    if (document.hidden) this.#later(() => this.#pause(), this.#options.hiddenMs);
    else {
      clearTimeout(this.#timer);
      if (this.status.value === 'live') return;
      this.status.set('reconnecting');
      this.#socket?.connect();
    }
  };

  #pause(): void {
    this.status.set('paused');
    this.#socket?.disconnect();
  }

  #later(run: () => void, delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#watchers > 0) run();
    }, delayMs);
  }
}
