import { OrgPicker } from '../../traffic/traffic-generator.ts';
import { scramble, writeHex } from './event-ids.ts';
import { makeEventLines, SECOND_LENGTH, type EventLine } from './event-lines.ts';
import { LOAD_FORMATS, type LoadFormat } from './load-format.ts';
import type { LoadPlan } from './load-plan.ts';

/** Events of a pool; requests are made of them in order. */
const POOL_EVENTS = 20_000;

/** One request, ready to be written to a socket; its bytes are its own while it is in flight. */
export interface LoadRequest {
  bytes: Buffer;
  events: number;
  jsonBytes: number;
  orgIndex: number;
  firstNumber: number;
  /** Monotonic ms of its first sending. */
  sentAtMs: number;
}

interface Slot extends LoadRequest {
  authorizationAt: number;
  keyAt: number;
  idsAt: number[];
  secondsAt: number[];
}

/**
 * Requests built once and used again and again: before each use only ids, times, credential and Idempotency-Key are
 * written into them, so that a million events cost the sender little more than their way through the socket.
 */
export class RequestPool {
  readonly #plan: LoadPlan;
  readonly #free: Slot[];
  readonly #authorizations: readonly Buffer[];
  readonly #picker: OrgPicker;
  readonly #second = Buffer.alloc(SECOND_LENGTH);
  #secondMs = -1;
  #nextNumber = 0;

  constructor(plan: LoadPlan) {
    this.#plan = plan;
    const lines = makeEventLines(POOL_EVENTS, plan.seed);
    const size = plan.eventsPerRequest;
    this.#authorizations = plan.authorizations.map((text) => Buffer.from(text));
    if (new Set(this.#authorizations.map((text) => text.length)).size !== 1) {
      throw new Error('authorizations of different lengths');
    }
    this.#free = Array.from({ length: Math.floor(POOL_EVENTS / size) }, (_, index) =>
      makeSlot(plan, lines.slice(index * size, (index + 1) * size)),
    );
    if (this.#free.length < plan.connections) throw new Error('more connections than requests in the pool');
    this.#picker = new OrgPicker({ seed: plan.seed, count: plan.authorizations.length });
  }

  /** Its requests are sent under Idempotency-Keys. */
  get isKeyed(): boolean {
    return this.#plan.isKeyed;
  }

  get format(): LoadFormat {
    return LOAD_FORMATS[this.#plan.format];
  }

  /** The next request, of an organisation drawn by weight. To be given back when it was answered. */
  take(): LoadRequest {
    const slot = this.#free.shift() as Slot;
    slot.orgIndex = this.#picker.next();
    slot.firstNumber = this.#nextNumber;
    this.#nextNumber += slot.events;
    (this.#authorizations[slot.orgIndex] as Buffer).copy(slot.bytes, slot.authorizationAt);
    if (this.#plan.isKeyed) writeHex(slot.bytes, slot.keyAt, slot.firstNumber);
    this.#writeEvents(slot);
    return slot;
  }

  giveBack(request: LoadRequest): void {
    this.#free.push(request as Slot);
  }

  #writeEvents({ bytes, firstNumber, idsAt, secondsAt }: Slot): void {
    const nowMs = Date.now();
    if (nowMs - this.#secondMs >= 1_000) {
      this.#secondMs = nowMs - (nowMs % 1_000);
      this.#second.write(new Date(nowMs).toISOString().slice(0, SECOND_LENGTH), 'latin1');
    }
    for (let i = 0; i < idsAt.length; i++) {
      writeHex(bytes, (idsAt[i] as number) + 5, scramble(firstNumber + i));
      this.#second.copy(bytes, secondsAt[i] as number);
    }
  }
}

function makeSlot(plan: LoadPlan, lines: readonly EventLine[]): Slot {
  const { path, contentType, before, after }: LoadFormat = LOAD_FORMATS[plan.format];
  const jsonBytes = lines.reduce((sum, line) => sum + line.json.length, 0);
  const bodyBytes = jsonBytes + lines.length * (before.length + after.length + 1) - 1;
  const authorization = plan.authorizations[0] as string;
  const head =
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: ${contentType}\r\n` +
    `Content-Length: ${bodyBytes}\r\nAuthorization: ${authorization}\r\n` +
    `${plan.isKeyed ? `Idempotency-Key: ${plan.tag}-00000000\r\n` : ''}\r\n`;
  const bytes = Buffer.alloc(head.length + bodyBytes, '\n');
  bytes.write(head, 'latin1');
  const slot: Slot = {
    bytes,
    events: lines.length,
    jsonBytes,
    orgIndex: 0,
    firstNumber: 0,
    sentAtMs: 0,
    authorizationAt: head.indexOf(authorization),
    keyAt: head.indexOf(`${plan.tag}-00000000`) + plan.tag.length + 1,
    idsAt: [],
    secondsAt: [],
  };
  let at = head.length;
  for (const line of lines) {
    at += bytes.write(before, at, 'latin1');
    line.json.copy(bytes, at);
    bytes.write(`${plan.tag}-`, at + line.idAt, 'latin1');
    slot.idsAt.push(at + line.idAt);
    slot.secondsAt.push(at + line.secondAt);
    at += line.json.length;
    at += bytes.write(after, at, 'latin1') + 1;
  }
  return slot;
}
