import { jsonReply, refusalHeaders, type Reply } from '../../http/protocol.ts';
import { Refusal, type ProblemCode } from '../../http/refusal.ts';
import { HEC_CODES, type HecCode } from './codes.ts';

/** Ends a request with an answer of the collector that no problem of the gateway stands for. */
export class HecRefusal extends Refusal {
  override name = 'HecRefusal';
  readonly hecCode: HecCode;
  /** Position of the event that was refused, from 0; those before it are stored. */
  readonly invalidEventNumber: number | undefined;

  constructor(hecCode: HecCode, invalidEventNumber?: number) {
    const { status, text } = HEC_CODES[hecCode];
    super(problemOf(status), text, status === 503 ? { retryAfterS: 1 } : {});
    this.hecCode = hecCode;
    this.invalidEventNumber = invalidEventNumber;
  }
}

/** An answer by its code. */
export function hecReply(code: HecCode, more: object = {}, headers: Reply['headers'] = {}): Reply {
  const { status, text } = HEC_CODES[code];
  return jsonReply(status, { text, code, ...more }, headers);
}

/** Puts a refusal into the collector's words. */
export function hecRefusalReply(refusal: Refusal): Reply {
  const code = codeOf(refusal);
  const number = refusal instanceof HecRefusal ? refusal.invalidEventNumber : undefined;
  const more = number === undefined ? {} : { 'invalid-event-number': number };
  const { status, text } = HEC_CODES[code];
  // Paths, methods and heads that are wrong have no code of their own; the status says what it is.
  const shown = refusal instanceof HecRefusal || code !== 6 ? status : refusal.status;
  return jsonReply(shown, { text, code, ...more }, refusalHeaders(refusal));
}

/** Everything that a sender should try again: whether the store, the quota or the memory is short, the answer is one. */
const BUSY: readonly ProblemCode[] = [
  ...(['overloaded', 'out_of_memory', 'not_replicated', 'unavailable', 'quota_exceeded', 'shed'] as const),
];
const TOO_LARGE: readonly ProblemCode[] = ['body_too_large', 'decoded_too_large', 'event_too_large', 'too_many_events'];

function codeOf(refusal: Refusal): HecCode {
  if (refusal instanceof HecRefusal) return refusal.hecCode;
  const { code } = refusal;
  if (BUSY.includes(code)) return 9;
  if (TOO_LARGE.includes(code)) return 27;
  if (code === 'empty_body' || code === 'empty_batch') return 5;
  if (code === 'forbidden') return 4;
  if (code === 'unauthenticated') return codeOfKey(refusal);
  return code === 'internal' ? 8 : 6;
}

function codeOfKey({ extra: { keyRefusal } }: Refusal): HecCode {
  return keyRefusal === 'revoked' || keyRefusal === 'expired' ? 1 : 4;
}

function problemOf(status: number): ProblemCode {
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'forbidden';
  if (status === 429 || status === 503) return 'unavailable';
  return status === 500 ? 'internal' : 'invalid_parameter';
}
