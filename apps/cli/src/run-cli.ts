import { join } from 'node:path';
import { CommanderError } from 'commander';
import { systemClock, toError } from '@redoubt/contracts';
import { createLogger } from '@redoubt/telemetry';
import { CliError } from './command/cli-error.ts';
import { Context } from './command/context.ts';
import { EXIT, type ExitCode } from './command/exit-code.ts';
import { explainError } from './command/explain-error.ts';
import { commandsOf } from './commands/index.ts';
import { formatDuration } from './output/duration.ts';
import { Output } from './output/output.ts';
import { buildProgram, familyOf, type Invocation } from './program.ts';
import type { EnvValues } from './settings/env-file.ts';
import { Settings } from './settings/settings.ts';

/** What a run of the command has around it. */
export interface Surroundings {
  env: EnvValues;
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
  /** Aborted at Ctrl-C. */
  interrupt: AbortSignal;
  /** The checkout, whose `.redoubt/dev.env` says what `npm start` has started. */
  root: string;
  version: string;
}

const defaultTimeoutMs = 30_000;
const farTimeoutMs = 2 ** 31 - 1;

/** Runs one command line. Never throws; whatever happens ends in an exit code and at most one message. */
export async function runCli(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const program = buildProgram(await commandsOf(familyOf(args)), around.version, async (invocation) => {
    exitCode = await runCommand(invocation, around);
  });
  program.configureOutput({
    writeOut: (text) => around.stdout.write(text),
    writeErr: (text) => around.stderr.write(text),
  });
  // Further on it is an option of the command: of which version a pack is.
  const typed = args[0] === '--version' ? ['-V', ...args.slice(1)] : [...args];
  try {
    await program.parseAsync(typed, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    around.stderr.write(`error: ${toError(error).message}\n`);
    return EXIT.unexpected;
  }
}

async function runCommand({ command, input, global }: Invocation, around: Surroundings): Promise<ExitCode> {
  const isColourWanted = global.color && !around.env.NO_COLOR && around.env.TERM !== 'dumb';
  const output = new Output(around.stdout, around.stderr, {
    format: global.output,
    isColourWanted,
    isQuiet: global.quiet,
  });
  const timeoutMs = global.timeout ?? (command.isEndless(input) ? farTimeoutMs : defaultTimeoutMs);
  const timer = new AbortController();
  const timeout = setTimeout(() => timer.abort(), Math.min(timeoutMs, farTimeoutMs));
  const signal = AbortSignal.any([around.interrupt, timer.signal]);
  let context: Context | undefined;
  try {
    context = new Context({
      settings: new Settings({
        env: global.settings === undefined ? around.env : {},
        envFile: global.settings ?? join(around.env.REDOUBT_DATA_DIR ?? join(around.root, '.redoubt'), 'dev.env'),
        isFileWanted: global.settings !== undefined,
      }),
      output,
      stdin: around.stdin,
      signal,
      clock: systemClock,
      log: createLogger({ app: 'cli', level: global.debug ? 'debug' : 'silent', destination: around.stderr }),
      timeoutMs: Math.min(timeoutMs, defaultTimeoutMs),
    });
    const stop = stopped(signal, around.interrupt, { timeoutMs, graceMs: command.graceMs });
    return await Promise.race([command.execute(context, input), stop]);
  } catch (thrown) {
    const { exitCode, message, hints } = explainError(thrown);
    // Whoever interrupts knows.
    if (exitCode !== EXIT.interrupted) output.failure(message, hints);
    if (global.debug) around.stderr.write(`${stackOf(toError(thrown))}\n`);
    return exitCode;
  } finally {
    clearTimeout(timeout);
    await context?.close();
  }
}

function stopped(
  signal: AbortSignal,
  interrupt: AbortSignal,
  { timeoutMs, graceMs }: { timeoutMs: number; graceMs: number },
): Promise<never> {
  return new Promise((_, reject) => {
    const end = (): void => {
      if (interrupt.aborted) reject(new CliError(EXIT.interrupted, 'interrupted'));
      else reject(new CliError(EXIT.timeout, `not finished within ${formatDuration(timeoutMs)}`, ['see --timeout']));
    };
    const stop = (): void => {
      if (graceMs === 0) end();
      else setTimeout(end, graceMs);
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by: ${stackOf(error.cause)}` : '';
  return `${error.stack ?? error.message}${cause}`;
}
