import { HecRefusal } from './answers.ts';

/** Bytes of a question for acknowledgements. */
export const MAX_ACK_QUERY_BYTES = 1024 * 1024;
const MAX_IDS = 100_000;

/** Reads the ids that a sender asks for: `{"acks": [1, 2]}`. @throws HecRefusal 5, 6 */
export function ackIdsOf(body: Buffer): number[] {
  if (body.length === 0) throw new HecRefusal(5);
  const ids = idsIn(body.toString('utf8'));
  if (ids === undefined || ids.length > MAX_IDS) throw new HecRefusal(6);
  return ids;
}

function idsIn(text: string): number[] | undefined {
  try {
    const value = JSON.parse(text) as { acks?: unknown } | null;
    const acks = value?.acks;
    return Array.isArray(acks) && acks.every((id) => Number.isSafeInteger(id)) ? (acks as number[]) : undefined;
  } catch {
    return undefined;
  }
}
