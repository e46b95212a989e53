import type { LineKind } from '../input.ts';

export interface RefusedItem {
  /** Position in the request, from 0. */
  index: number;
  code: string;
  detail: string;
}

/** What became of the lines of one request. */
export interface TakenLines {
  accepted: number;
  refused: number;
  /** The first of those refused. */
  errors: readonly RefusedItem[];
  /** Positions of lines that were neither taken nor refused, and are to be sent again. */
  again?: readonly number[];
}

/** How lines are put into requests of a protocol, and what its answers say. */
export interface SendProtocol {
  path: string;
  contentType(kind: LineKind): string;
  /** Scheme of the Authorization header. */
  scheme: 'Bearer' | 'Splunk' | 'ApiKey';
  /** @param id  of the request, the same however often it is sent */
  encode(lines: readonly Buffer[], kind: LineKind, id: string): Buffer;
  /** @returns undefined when the answer is not about lines: then its status says what it is */
  judge(status: number, answer: Record<string, unknown>, lines: number): TakenLines | undefined;
  /** Why a request was refused as a whole, in the words of the protocol. */
  reason(answer: Record<string, unknown>): { code?: string | undefined; text?: string | undefined };
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
