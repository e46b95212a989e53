import { connect, type Socket } from 'node:net';
import { shapeOfKey, type KeyShape } from '@redoubt/key-schema';
import { Redis } from 'ioredis';
import { credentialMark } from '../lib/connection-name.ts';
import { parseMonitorLine, type MonitorLine } from './monitor-line.ts';

/** One way in which a user's connections used Redis, without any data. */
export interface RecordedCommand {
  user: string;
  /** Lower case, with its subcommand: `xinfo|groups`. */
  name: string;
  keys: { shape: KeyShape; access: Access }[];
  channels: KeyShape[];
  /** SHA-1 of the script that ran it; of itself for EVAL and EVALSHA. */
  script?: string;
  /** Text of the script, where it was sent. */
  source?: string;
}

/** What a command does to a key, in the words of access rules: `R`, `W` or both. */
export type Access = 'R' | 'W' | 'RW';

/** Pause before a node that ended is tried again, ms. */
const RECONNECT_MS = 100;
/** A node that stays away for half a minute is gone. */
const MAX_FAILURES = 300;
const USERS_MS = 25;
const MAX_UNATTRIBUTED = 100_000;

/**
 * Watches one node with MONITOR and tells each new way in which a user uses it: command, key shapes, channels, and
 * what scripts run. For tests alone: MONITOR costs a server most of its throughput. Its connections keep no process
 * alive.
 *
 * MONITOR leaves out administration (ACL, CONFIG, CLIENT LIST …) and AUTH.
 */
export class CommandRecorder {
  readonly #host: string;
  readonly #port: number;
  readonly #user: string;
  readonly #mark: string;
  readonly #tell: (command: RecordedCommand) => void;
  #asker: Redis | undefined;
  readonly #userOf = new Map<string, string>();
  readonly #waiting = new Map<string, MonitorLine[]>();
  readonly #told = new Set<string>();
  readonly #analysed = new Map<string, Promise<Omit<RecordedCommand, 'user'>>>();
  #waitingCount = 0;
  /** Lines of clients that were gone before it was known who they were, or that came too fast. */
  lostLines = 0;
  #socket: Socket | undefined;
  #script: { address: string; sha: string } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #isClosed = false;

  /**
   * @param user whose commands are told; others' are not even looked at, the recorder's own among them
   * @param password the user's: connections are named after it, which tells whose those are that end at once
   */
  constructor(
    { host, port, user, password }: { host: string; port: number; user: string; password: string },
    tell: (command: RecordedCommand) => void,
  ) {
    this.#user = user;
    this.#mark = `@${credentialMark(password)}`;
    this.#host = host;
    this.#port = port;
    this.#tell = tell;
  }

  /** Resolves when the node shows its commands. */
  async start(): Promise<void> {
    await this.#monitor();
    this.#timer = setInterval(() => void this.#learnUsers().catch(() => undefined), USERS_MS);
    this.#timer.unref();
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
    this.#socket?.destroy();
    this.#asker?.disconnect();
  }

  /** A connection of its own for questions; MONITOR's takes none. */
  #ask(...command: readonly [string, ...string[]]): Promise<unknown> {
    if (this.#asker === undefined || this.#asker.status === 'end') {
      const asker = new Redis({ host: this.#host, port: this.#port, protocol: 2, retryStrategy: () => null });
      asker.on('error', () => undefined);
      asker.on('connect', () => (asker.stream as Socket).unref());
      this.#asker = asker;
    }
    return this.#asker.call(...command);
  }

  #monitor(): Promise<unknown> {
    return new Promise((resolve) => {
      let rest = '';
      const socket = connect(this.#port, this.#host, () => socket.write('MONITOR\r\n'));
      this.#socket = socket;
      // MONITOR escapes what is not printable, so bytes and characters agree.
      socket.setEncoding('latin1').unref();
      socket.on('data', (data: unknown) => {
        const lines = (rest + String(data)).split('\r\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          if (line === '+OK') resolve((this.#failures = 0));
          else this.#onLine(line);
        }
      });
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#userOf.clear();
        if (!this.#isClosed && ++this.#failures < MAX_FAILURES)
          setTimeout(() => void this.#monitor(), RECONNECT_MS).unref();
      });
    });
  }

  #onLine(text: string): void {
    const line = parseMonitorLine(text);
    if (line === null) return;
    if (line.address === 'lua') {
      if (this.#script === undefined) return;
      line.script = this.#script.sha;
      line.address = this.#script.address;
    } else {
      this.#script = line.script === undefined ? undefined : { address: line.address, sha: line.script };
    }
    if (line.name === 'client|setname' && line.args[2]?.endsWith(this.#mark)) {
      this.#userOf.set(line.address, this.#user);
      const earlier = this.#waiting.get(line.address) ?? [];
      this.#waiting.delete(line.address);
      this.#waitingCount -= earlier.length;
      for (const one of earlier) void this.#note(this.#user, one);
    }
    const user = this.#userOf.get(line.address);
    if (user !== undefined) return void this.#note(user, line);
    if (this.#waitingCount >= MAX_UNATTRIBUTED) return void this.lostLines++;
    this.#waitingCount++;
    const list = this.#waiting.get(line.address);
    if (list) list.push(line);
    else this.#waiting.set(line.address, [line]);
  }

  /** Asks the node whose connections are whose; a connection's user is known once it has authenticated. */
  async #learnUsers(): Promise<void> {
    if (this.#waiting.size === 0) return;
    const asked = [...this.#waiting.keys()];
    const list = String(await this.#ask('CLIENT', 'LIST'));
    for (const row of list.split('\n')) {
      const address = / addr=(\S+)/.exec(row)?.[1];
      const user = / user=(\S+)/.exec(row)?.[1];
      if (address !== undefined && user !== undefined) this.#userOf.set(address, user);
    }
    for (const address of asked) {
      const lines = this.#waiting.get(address) ?? [];
      this.#waiting.delete(address);
      this.#waitingCount -= lines.length;
      const user = this.#userOf.get(address);
      if (user === undefined) this.lostLines += lines.length;
      else for (const line of lines) await this.#note(user, line);
    }
  }

  async #note(user: string, line: MonitorLine): Promise<void> {
    if (user !== this.#user) return;
    const mark = `${line.script ?? ''} ${markOf(line.args)}`;
    if (this.#told.has(`${user} ${mark}`)) return;
    this.#told.add(`${user} ${mark}`);
    let found = this.#analysed.get(mark);
    if (!found) {
      found = this.#analyse(line);
      this.#analysed.set(mark, found);
    }
    try {
      this.#tell({ user, ...(await found) });
    } catch {
      this.#told.delete(`${user} ${mark}`);
      this.#analysed.delete(mark);
      this.lostLines++;
    }
  }

  async #analyse(line: MonitorLine): Promise<Omit<RecordedCommand, 'user'>> {
    const { name, args, script } = line;
    const isEval = name === 'eval' || name === 'evalsha';
    const from = channelsFrom[name];
    const channels = from === undefined ? [] : args.slice(from.first, from.last).map(shape);
    return {
      name,
      keys: channels.length > 0 ? [] : await this.#keysOf(args),
      channels,
      ...(script === undefined ? {} : { script }),
      ...(isEval && line.source !== undefined ? { source: line.source } : {}),
    };
  }

  async #keysOf(args: readonly string[]): Promise<RecordedCommand['keys']> {
    const reply = (await this.#ask('COMMAND', 'GETKEYSANDFLAGS', ...args).catch((error: Error) =>
      /no key arguments|Invalid|wrong number of arguments/.test(error.message) ? [] : Promise.reject(error),
    )) as [string, string[]][];
    return reply.map(([key, flags]) => ({ shape: shape(key), access: accessOf(flags) }));
  }
}

const channelsFrom: Readonly<Record<string, { first: number; last?: number }>> = {
  spublish: { first: 1, last: 2 },
  publish: { first: 1, last: 2 },
  ssubscribe: { first: 1 },
  sunsubscribe: { first: 1 },
  subscribe: { first: 1 },
  unsubscribe: { first: 1 },
};

function shape(key: string): KeyShape {
  // A key outside the schema is shown as it is: the check of the traces refuses it.
  return shapeOfKey(key)?.shape ?? key;
}

/** What of a command decides what it needs: its words and key shapes, each once in a row; texts and numbers do not. */
function markOf(args: readonly string[]): string {
  const words = args.map((argument, index) => {
    if (argument.startsWith('{')) return shape(argument);
    return index < 2 || /^[A-Z]{2,16}$/.test(argument) ? argument.slice(0, 40).toLowerCase() : '#';
  });
  return words.filter((text, index) => text !== words[index - 1]).join(' ');
}

/** As Redis itself decides which of `%R~` and `%W~` a key needs. */
function accessOf(flags: readonly string[]): Access {
  const isRead = flags.includes('access');
  const isWrite = ['insert', 'update', 'delete'].some((flag) => flags.includes(flag));
  if (isRead && isWrite) return 'RW';
  return isWrite ? 'W' : 'R';
}
