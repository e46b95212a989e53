import { parseMoment } from '../output/time.ts';
import { usageError } from './cli-error.ts';

/** What `parseMoment` takes, for help texts. */
export const momentHelp = 'RFC 3339 (UTC without an offset), a date, epoch ms, or a duration before now such as 24h';

/** A time given as an option, epoch ms. @throws CliError when it is none */
export function momentOf(name: string, text: string | undefined, nowMs: number): number | undefined {
  if (text === undefined) return undefined;
  const momentMs = parseMoment(text, nowMs);
  if (momentMs === undefined) throw usageError(`${name} ${JSON.stringify(text)} is no time`, `it can be ${momentHelp}`);
  return momentMs;
}

/** `--from` and `--to`. @throws CliError when one is no time, or they are the wrong way round */
export function rangeOf(
  { from, to }: { from: string | undefined; to: string | undefined },
  nowMs: number,
): { fromMs?: number; toMs?: number } {
  const fromMs = momentOf('--from', from, nowMs);
  const toMs = momentOf('--to', to, nowMs);
  if (fromMs !== undefined && toMs !== undefined && fromMs >= toMs) throw usageError('--from is not before --to');
  return { ...(fromMs === undefined ? {} : { fromMs }), ...(toMs === undefined ? {} : { toMs }) };
}
