import { z } from 'zod';

const partialAnswer = z.object({
  accepted: z.number(),
  refused: z.number(),
  errors: z.array(z.object({ index: z.number(), code: z.string() })),
});

/** One event of a request that was taken without it. */
export interface RefusedEvent {
  /** Its place in the request, from 0. */
  index: number;
  code: string;
}

/**
 * Which events a 202 of `POST /v1/events` does not vouch for.
 *
 * @param events  how many were sent
 * @returns undefined when the answer does not tell of each of them
 */
export function refusedIn(body: string, events: number): readonly RefusedEvent[] | undefined {
  const { data } = partialAnswer.safeParse(jsonOf(body));
  if (data === undefined) return undefined;
  const { accepted, refused, errors } = data;
  return errors.length === refused && accepted + refused === events ? errors : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
