import { printable } from '../output/printable.ts';
import { usageError } from './cli-error.ts';
import type { Context } from './context.ts';

/**
 * Asks before something that leads somewhere is taken away, unless `--yes` said so.
 *
 * @returns false when the answer was no
 * @throws CliError when there is nobody to ask
 */
export async function confirmRemoval(
  context: Context,
  { name, type, target }: { name: string; type: string; target: string },
  isSure: boolean,
): Promise<boolean> {
  if (isSure) return true;
  const what = `${JSON.stringify(name)} (${type} to ${printable(target)})`;
  if (!context.canAsk) throw usageError(`add --yes to remove ${what}`);
  if (await context.confirm(`Remove ${what}?`)) return true;
  context.output.note('nothing was done');
  return false;
}
