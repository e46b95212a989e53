import { hash } from 'node:crypto';
import type { StreamEvent } from '@redoubt/stream';

/** 96 bits: among the million that a day remembers, two that differ meet once in 10^16. */
const LENGTH = 16;

/** What tells an event from others: the id its sender gave it, else its very bytes. */
export function eventSignature({ fields, line }: Pick<StreamEvent, 'fields' | 'line'>): string {
  const text = fields.externalId === undefined ? line : `id ${fields.externalId}`;
  return hash('sha256', text, 'base64url').slice(0, LENGTH);
}
