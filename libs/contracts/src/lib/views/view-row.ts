import type { RedoubtEvent } from '../event.ts';

/** What a view can be made from: an event, and the text its sender sent. */
export type ViewSource = RedoubtEvent & { original?: string | undefined };

/** One row of the table of a view: where it has what. */
export interface ViewRow {
  /** Dotted path in the view. */
  to: string;
  /** Fields of ours, best first; the first that is there counts. */
  from: readonly (keyof ViewSource)[];
  /** How the value is said there; as it is when left out. */
  as?: string;
}

type Say = (value: unknown) => unknown;
type Step = { path: readonly string[]; last: string; from: readonly (keyof ViewSource)[]; say: Say | undefined };

/**
 * Turns a table into a function that makes the view of an event. What an event does not have is not in the view.
 *
 * @param sayings  the functions that `as` names; one that gives undefined leaves the row out
 */
export function compileView(
  rows: readonly ViewRow[],
  sayings: Readonly<Record<string, Say>>,
): (source: ViewSource) => Record<string, unknown> {
  const steps = rows.map((row) => stepOf(row, sayings));
  return (source) => {
    const view: Record<string, unknown> = {};
    for (const step of steps) {
      const value = valueOf(source, step);
      if (value !== undefined) setAt(view, step, value);
    }
    return view;
  };
}

function stepOf({ to, from, as }: ViewRow, sayings: Readonly<Record<string, Say>>): Step {
  const path = to.split('.');
  return {
    path: path.slice(0, -1),
    last: path.at(-1) as string,
    from,
    say: as === undefined ? undefined : sayings[as],
  };
}

function valueOf(source: ViewSource, { from, say }: Step): unknown {
  for (const name of from) {
    const value = source[name];
    if (value !== undefined) return say === undefined ? value : say(value);
  }
  return undefined;
}

function setAt(view: Record<string, unknown>, { path, last }: Step, value: unknown): void {
  let at = view;
  for (const name of path) at = (at[name] ??= {}) as Record<string, unknown>;
  at[last] = value;
}

/** RFC 3339 in UTC. */
export function rfc3339(value: unknown): string {
  return new Date(value as number).toISOString();
}
