/** An event of a correlation case; `t` is its time in seconds, `expected_alerts` null asserts nothing. */
export interface TimedEvent {
  t: number;
  event: Record<string, unknown>;
  expected_alerts: number | null;
  title?: string;
  group?: Record<string, string>;
  value?: number;
}

interface CaseHead {
  id: string;
  /** Rests on something outside Sigma 2.1: skipped rather than failed. */
  isExtension: boolean;
}

/** One line of a file of cases. */
export type RuleCase =
  /** A rule, inline or by its path, must or must not match an event. */
  | (CaseHead & {
      kind: 'verdict';
      rule?: string;
      rulePath?: string;
      placeholders: Record<string, (string | number)[]>;
      event: Record<string, unknown>;
      expected: boolean;
    })
  /** Rules and correlations see events in turn and raise so many alerts on each. */
  | (CaseHead & {
      kind: 'correlation';
      rules: string;
      suppressSeconds?: number;
      actionOnMatch?: 'alert' | 'reset';
      events: TimedEvent[];
    })
  /** Of all rules exactly these match an event; nothing is said of the disputed ones. */
  | (CaseHead & { kind: 'oracle'; event: Record<string, unknown>; matching: string[]; disputed: string[] });

/**
 * Reads a line of a file of cases; the fields tell the kind.
 *
 * @returns the reason as a text when the line is no case
 */
export function readCase(line: string): RuleCase | string {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch (error) {
    return `no JSON: ${(error as Error).message}`;
  }
  if (!isRecord(row)) return 'a case is an object';
  const id = typeof row.id === 'string' ? row.id : row.event_id;
  if (typeof id !== 'string') return 'a case has an id';
  const head = { id, isExtension: row.extension === true };
  if (Array.isArray(row.matching_rules)) return readOracle(head, row);
  if (Array.isArray(row.events)) return readCorrelation(head, row);
  return readVerdict(head, row);
}

function readVerdict(head: CaseHead, row: Record<string, unknown>): RuleCase | string {
  const { rule, rule_path: rulePath, event, expected, placeholders } = row;
  if (!isRecord(event)) return `${head.id}: the event must be an object`;
  if (typeof expected !== 'boolean') return `${head.id}: expected must be true or false`;
  const known = isRecord(placeholders) ? (placeholders as Record<string, (string | number)[]>) : {};
  const base = { ...head, kind: 'verdict' as const, placeholders: known, event, expected };
  if (typeof rule === 'string') return { ...base, rule };
  return typeof rulePath === 'string' ? { ...base, rulePath } : `${head.id}: there is no rule and no rule_path`;
}

function readCorrelation(head: CaseHead, row: Record<string, unknown>): RuleCase | string {
  const { rules, events } = row;
  if (typeof rules !== 'string') return `${head.id}: rules must be a text`;
  if (!(events as unknown[]).every(isTimedEvent)) return `${head.id}: an event lacks its time or its fields`;
  const options = isRecord(row.options) ? row.options : {};
  return {
    ...head,
    kind: 'correlation',
    rules,
    ...(typeof options.suppress_s === 'number' ? { suppressSeconds: options.suppress_s } : {}),
    ...(options.action_on_match === 'reset' ? { actionOnMatch: 'reset' as const } : {}),
    events: events as TimedEvent[],
  };
}

function readOracle(head: CaseHead, row: Record<string, unknown>): RuleCase | string {
  if (!isRecord(row.event)) return `${head.id}: the event must be an object`;
  const disputed = Array.isArray(row.disputed_rules) ? (row.disputed_rules as string[]) : [];
  return { ...head, kind: 'oracle', event: row.event, matching: row.matching_rules as string[], disputed };
}

function isTimedEvent(value: unknown): value is TimedEvent {
  return isRecord(value) && typeof value.t === 'number' && isRecord(value.event);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
