import type { Reply } from '@redoubt/redis';

/** A row of ACL LOG. */
export interface DeniedRow {
  reason: string;
  object: string;
  user: string;
  count: number;
  ageSeconds: number;
}

/** Reads ACL LOG of one node. */
export function deniedRows(reply: Reply): DeniedRow[] {
  return (reply as (string | number)[][]).map((row) => {
    const field = (name: string): string => String(row[row.indexOf(name) + 1] ?? '');
    return {
      ...{ reason: field('reason'), object: field('object'), user: field('username') },
      ...{ count: Number(field('count')), ageSeconds: Number(field('age-seconds')) },
    };
  });
}
