import type { z } from 'zod';
import type { View } from '../output/output.ts';
import type { Context } from './context.ts';
import type { ExitCode } from './exit-code.ts';
import { EXIT } from './exit-code.ts';
import type { ArgumentSpec, OptionSpec, ValuesOf } from './inputs.ts';

export type ArgumentSpecs = Readonly<Record<string, ArgumentSpec<never> | ArgumentSpec<unknown>>>;
export type OptionSpecs = Readonly<Record<string, OptionSpec<never> | OptionSpec<unknown>>>;

/** What a command ended with; a command that has written everything itself leaves `result` out. */
export interface Outcome<R> {
  result?: R;
  exitCode?: ExitCode;
}

interface Definition<A, O, R> {
  /** `org create`. */
  path: string;
  /** Other words for the last one of the path. */
  aliases?: readonly string[];
  summary: string;
  /** Further paragraphs of the help text. */
  details?: string;
  args?: A;
  /** By their names in camelCase. */
  options?: O;
  examples: readonly string[];
  /** The JSON object of the command, or of each row of an endless one. */
  result: z.ZodType<R>;
  /** Which list of the result `--output ndjson` prints line by line. */
  rowsOf?: (result: R) => readonly object[];
  /** Whether it was asked to go on until it is stopped: then it has no default time-out. */
  isEndless?: (input: ValuesOf<A> & ValuesOf<O>) => boolean;
  /** How long it may go on once it is stopped, ms: to end, and to tell of, what it has begun. @default 0 */
  graceMs?: number;
  render: (result: R, view: View) => string;
  run: (context: Context, input: ValuesOf<A> & ValuesOf<O>) => Promise<Outcome<R>>;
}

/** A command as the program and the reference page see it. */
export interface Command {
  path: string;
  aliases: readonly string[];
  summary: string;
  details: string | undefined;
  args: readonly (readonly [string, ArgumentSpec<unknown>])[];
  options: readonly (readonly [string, OptionSpec<unknown>])[];
  examples: readonly string[];
  result: z.ZodType;
  isEndless: (input: Readonly<Record<string, unknown>>) => boolean;
  graceMs: number;
  /** @param input values of arguments and options by name */
  execute: (context: Context, input: Readonly<Record<string, unknown>>) => Promise<ExitCode>;
}

/** Ties a command's inputs, result and text together, with their types. */
export function defineCommand<A extends object, O extends object, R extends object>(
  definition: Definition<A, O, R>,
): Command {
  return {
    path: definition.path,
    aliases: definition.aliases ?? [],
    summary: definition.summary,
    details: definition.details,
    args: Object.entries(definition.args ?? {}) as [string, ArgumentSpec<unknown>][],
    options: Object.entries(definition.options ?? {}) as [string, OptionSpec<unknown>][],
    examples: definition.examples,
    result: definition.result,
    isEndless: (input) => definition.isEndless?.(input as ValuesOf<A> & ValuesOf<O>) ?? false,
    graceMs: definition.graceMs ?? 0,
    execute: async (context, input) => {
      const { result, exitCode } = await definition.run(context, input as ValuesOf<A> & ValuesOf<O>);
      if (result !== undefined) {
        const rows = definition.rowsOf?.(result);
        context.output.result(result, rows, () => definition.render(result, context.output.view(context.clock.now())));
      }
      return exitCode ?? EXIT.ok;
    },
  };
}
