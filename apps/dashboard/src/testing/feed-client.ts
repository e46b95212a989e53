import { waitFor } from '@redoubt/test-kit';
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';

/** An alert or incident as specs look at it. */
export interface ReceivedItem {
  streamId: string;
  orgId: string;
  change: string;
  alertId?: string;
  incidentId?: string;
  actor?: string;
}

export interface ReceivedGap {
  droppedCount: number;
  fromId: string;
  toId: string;
}

export interface FeedClientOptions extends Partial<ManagerOptions & SocketOptions> {
  token?: string;
  lastId?: string;
  /** Resumes from the last id it got when it connects again. @default true */
  isResuming?: boolean;
}

/** A stock socket.io client of one feed that keeps what it got. */
export class FeedClient {
  readonly socket: Socket;
  readonly items: ReceivedItem[] = [];
  /** Names and sizes of what came, in order. */
  readonly emits: string[] = [];
  readonly gaps: ReceivedGap[] = [];
  readonly errors: string[] = [];
  readonly refusals: string[] = [];
  readonly samples: Record<string, unknown>[] = [];
  readonly disconnects: string[] = [];
  readies = 0;
  lastId: string | undefined;

  constructor(url: string, feed: string, { token, lastId, isResuming = true, ...options }: FeedClientOptions = {}) {
    this.lastId = lastId;
    this.socket = io(`${url}/${feed}`, {
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 100,
      reconnectionDelayMax: 500,
      auth: (give) => give({ token, ...(isResuming || this.readies === 0 ? { lastId: this.lastId } : {}) }),
      ...options,
    });
    this.#listen();
  }

  #listen(): void {
    const { socket } = this;
    for (const event of ['alerts', 'incidents']) {
      socket.on(event, (items: ReceivedItem[]) => {
        this.emits.push(`${event} ${items.length}`);
        this.items.push(...items);
        this.lastId = items.at(-1)?.streamId ?? this.lastId;
      });
    }
    for (const event of ['events', 'metrics']) {
      socket.on(event, (sample: Record<string, unknown>) => this.samples.push(sample));
    }
    socket.on('ready', ({ lastId }: { lastId: string }) => {
      this.lastId = lastId;
      this.readies += 1;
    });
    socket.on('gap', (gap: ReceivedGap) => this.gaps.push(gap));
    socket.on('error', ({ code }: { code: string }) => this.errors.push(code));
    socket.on('disconnect', (reason) => this.disconnects.push(reason));
    socket.on('connect_error', (error: Error & { data?: { code?: string } }) =>
      this.refusals.push(error.data?.code ?? error.message),
    );
  }

  get ids(): string[] {
    return this.items.map(({ streamId }) => streamId);
  }

  async ready(times = 1): Promise<this> {
    await waitFor(() => this.readies >= times, { timeoutMs: 15_000, what: `ready ${this.refusals.join()}` });
    return this;
  }

  async received(count: number, timeoutMs = 10_000): Promise<this> {
    await waitFor(() => this.items.length >= count, { timeoutMs, what: `${count} records` });
    return this;
  }

  /** @returns the code it was refused with */
  async refused(): Promise<string> {
    await waitFor(() => this.refusals.length > 0, { timeoutMs: 10_000, what: 'a refusal' });
    return this.refusals[0] as string;
  }

  close(): void {
    this.socket.disconnect();
  }
}
