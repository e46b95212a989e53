import type { Refusal } from '../http/refusal.ts';

/** A field that names a thing, or a list of things: `alertId`, `alertIds.3`, `orgId`. */
const idField = /(?:^|\.)(?:id|\w+Ids?)(?:\.\d+)?$/;

/**
 * Whether the audit log tells of a refused request: who may not, who asks for what is not there (or is another
 * organisation's, which looks the same), and who names things by what cannot be an id. Ends of sessions, slips in other
 * fields and requests without a credential are nobody's attack.
 */
export function isAudited({ code, extra }: Refusal, isRecognised: boolean): boolean {
  if (!isRecognised) return extra.isSuspect === true || code === 'forbidden';
  if (code === 'forbidden' || code === 'not_found') return true;
  const isInput = code === 'invalid_body' || code === 'invalid_parameter';
  return isInput && (extra.errors ?? []).some(({ path }) => idField.test(path));
}
