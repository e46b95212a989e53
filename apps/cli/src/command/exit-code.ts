/** Exit codes of every command; part of the documented interface. */
export const EXIT = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  checksFailed: 3,
  incomplete: 4,
  notPermitted: 5,
  unreachable: 6,
  conflict: 7,
  timeout: 8,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What each code means, for the reference page. */
export const EXIT_MEANINGS: Readonly<Record<ExitCode, string>> = {
  0: 'done',
  1: 'unexpected error',
  2: 'wrong usage: an option, an argument, or something named that does not exist',
  3: 'a check failed',
  4: 'incomplete: a part could not be measured or done; what was is printed',
  5: 'not permitted',
  6: 'Redis, PostgreSQL or the gateway cannot be reached',
  7: 'conflict: it exists already, or what is there does not fit',
  8: 'the time given by --timeout ran out',
  130: 'interrupted',
};
