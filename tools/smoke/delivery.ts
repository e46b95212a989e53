/** What became of the things sent, judged by identities alone. */
export interface Delivery {
  stored: number;
  /** Accepted but not stored. */
  missing: string[];
  /** Stored more often than sent; the surplus copies. */
  duplicated: number;
  /** Stored although never sent. */
  phantom: number;
}

/**
 * Compares what was accepted with what is stored.
 *
 * The same line may stand in a log more than once, so both sides count.
 */
export function judgeDelivery(accepted: Iterable<string>, stored: Iterable<string>): Delivery {
  const open = new Map<string, number>();
  for (const identity of accepted) open.set(identity, (open.get(identity) ?? 0) + 1);
  const result: Delivery = { stored: 0, missing: [], duplicated: 0, phantom: 0 };
  for (const identity of stored) {
    result.stored++;
    const left = open.get(identity);
    if (left === undefined) result.phantom++;
    else if (left === 0) result.duplicated++;
    else open.set(identity, left - 1);
  }
  for (const [identity, left] of open) for (let i = 0; i < left; i++) result.missing.push(identity);
  return result;
}

/** Identity of a raw line: its bytes, one character each, whatever its encoding. */
export function lineIdentity(line: Buffer): string {
  return line.toString('latin1');
}

/**
 * Identity of a stored event: its sender's id, else the raw line in the JSON it was stored with.
 *
 * @param payload  the event's JSON as it was accepted
 */
export function storedIdentity(row: { external_id: string | null; payload: string }): string {
  if (row.external_id !== null) return row.external_id;
  const { raw, rawBase64 } = JSON.parse(row.payload) as { raw?: string; rawBase64?: string };
  if (rawBase64 !== undefined) return lineIdentity(Buffer.from(rawBase64, 'base64'));
  return raw === undefined ? row.payload : lineIdentity(Buffer.from(raw));
}
