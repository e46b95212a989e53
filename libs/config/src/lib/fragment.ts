import { z } from 'zod';

/**
 * A reusable group of environment keys.
 *
 * `shape` is spread into an app's own schema; `pick` turns the parsed keys into the options object its user takes.
 */
export interface EnvFragment<S extends z.ZodRawShape, O> {
  readonly shape: S;
  readonly schema: z.ZodObject<S>;
  pick(parsed: z.infer<z.ZodObject<S>>): O;
}

export function defineFragment<S extends z.ZodRawShape, O>(
  shape: S,
  pick: (parsed: z.infer<z.ZodObject<S>>) => O,
): EnvFragment<S, O> {
  return { shape, schema: z.object(shape), pick };
}
