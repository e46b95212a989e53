const OFFSET = /^([+-])(\d\d):?(\d\d)$/;
const MAX_MINUTES = 14 * 60;

/** Minutes east of UTC of `Z`, `+02:00` or `-0330`; undefined for anything else. */
export function offsetMinutesOf(text: string): number | undefined {
  if (text === 'Z') return 0;
  const match = OFFSET.exec(text);
  if (match === null) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  if (minutes > MAX_MINUTES) return undefined;
  return match[1] === '-' ? -minutes : minutes;
}
