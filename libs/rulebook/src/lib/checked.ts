import { PermanentError } from '@redoubt/contracts';
import type { z } from 'zod';

/** Parses what a person gave. @throws PermanentError  names the part that is wrong, never its value */
export function checked<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = (issue?.path ?? []).join('.');
  throw new PermanentError(`${what}${path === '' ? '' : `, ${path}`}: ${issue?.message ?? 'not valid'}`);
}
