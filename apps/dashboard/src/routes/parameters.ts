import { SEVERITIES } from '@redoubt/contracts';
import { z } from 'zod';

const mostItems = 20;

/** A list in one parameter, separated by commas. */
export function listOf<T extends z.ZodType<unknown, string>>(item: T) {
  return z
    .string()
    .max(mostItems * 260)
    .transform((text) => text.split(','))
    .pipe(z.array(item).min(1).max(mostItems));
}

/** `true` or `false`. */
export const flag = z.stringbool({ truthy: ['true'], falsy: ['false'] });

/** Words people search by, bounded as the columns are. */
export const word = z.string().min(1).max(1_024);

/** A moment, epoch ms. */
export const moment = z.coerce.number().int().min(0).max(253_402_300_799_999);

/** Paging that all lists have. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(1_000).default(50).describe('Most to answer'),
  cursor: z.string().min(1).max(512).optional().describe('`nextCursor` of the page before, with the same filters'),
};

export const minSeverity = z.enum(SEVERITIES).describe('This severity or worse');

export const nextCursor = z.string().optional().describe('For the next page; absent on the last');

/** For bodies that change what they name: whether they name anything beside the reason. */
export function namesSomething(body: object): boolean {
  return Object.entries(body).some(([name, value]) => name !== 'reason' && value !== undefined);
}

/** Leaves out what was not given, for options that distinguish. */
export function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
