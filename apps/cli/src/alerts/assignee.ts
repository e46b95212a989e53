import { usageError } from '../command/cli-error.ts';
import { flag, option } from '../command/inputs.ts';
import { asName } from './note-option.ts';

export const assigneeOptions = {
  to: option('--to <user>', 'who takes it', asName),
  none: flag('--none', 'nobody has it any more'),
};

/** Null: nobody. @throws CliError unless exactly one of them was given */
export function assigneeOf({ to, none }: { to: string | undefined; none: boolean }): string | null {
  if ((to === undefined) !== none) throw usageError('say who takes it with --to <user>, or --none');
  return to ?? null;
}
