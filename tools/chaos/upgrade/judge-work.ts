/** What services did, in counts. */
export interface Work {
  /** Events of the load in PostgreSQL. */
  stored: number;
  /** Alerts about attacks. */
  alerts: number;
  /** Documents that the receiver took. */
  forwarded: number;
  /** Changes that were made to the schema. */
  migrations: number;
}

/** Work of services that were alone with it. */
export interface WorkSeen {
  /** What was there when it began. */
  first: Work;
  /** What had to be there then: what was sent a little later. */
  wanted: Work;
  last: Work;
}

/** What the new release did not do: what others had left undone cannot be told from it, so all has to grow, too. */
export function judgeWork({ first, wanted, last }: WorkSeen): string[] {
  return (['stored', 'alerts', 'forwarded'] as const).flatMap((name) => {
    if (last[name] <= first[name]) return [`while all services were new, ${name} stayed ${first[name]}`];
    if (last[name] < wanted[name])
      return [`while all services were new, ${name} came to ${last[name]} of ${wanted[name]}`];
    return [];
  });
}
