import { BadValue, option } from '../command/inputs.ts';

const asService = (text: string, before: ReadonlyMap<string, string> | undefined): ReadonlyMap<string, string> => {
  const match = /^([a-z][a-z-]{0,39})=(https?:\/\/\S+)$/.exec(text);
  if (!match) throw new BadValue('must be <service>=<address>, such as db-writer=http://127.0.0.1:9090');
  return new Map([...(before ?? []), [match[1] as string, match[2] as string]]);
};

/** Where services answer, besides those that REDOUBT_SERVICES names. */
export const serviceOption = option(
  '--service <name=address>',
  'a service to ask for /readyz, besides those of REDOUBT_SERVICES; may be repeated',
  asService,
);
