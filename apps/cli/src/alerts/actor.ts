import { asText, BadValue, option } from '../command/inputs.ts';
import type { Context } from '../command/context.ts';

const asActor = (text: string): string => {
  if (asText(text).length > 256) throw new BadValue('must have at most 256 characters');
  return text;
};

export const actorOption = option('--actor <name>', 'in whose name (default: who you are to the system)', asActor);

/** Who changes something, for its history. */
export function actorOf(context: Context, given: string | undefined): string {
  return given ?? context.settings.userName();
}
