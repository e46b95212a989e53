import { loadBuiltInPack, type RulePack } from '@redoubt/sigma';
import { z } from 'zod';
import type { Context } from '../../command/context.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { asText, flag, option } from '../../command/inputs.ts';
import { counted, formatCount } from '../../output/number.ts';
import type { View } from '../../output/output.ts';
import { printable } from '../../output/printable.ts';
import { formatTime, isoTime } from '../../output/time.ts';
import { readEventLines, timeInField, type EventLine } from '../../rules/event-lines.ts';
import { loadRules } from '../../rules/load-rules.ts';
import { matchJson, matchSchema, sourceText, type MatchJson } from '../../rules/match-json.ts';
import { placeholdersOption, readPlaceholders } from '../../rules/placeholders-file.ts';
import { RuleRun } from '../../rules/rule-run.ts';

/** Events that a JSON or YAML document lists; tables and ndjson are written as they come. */
const maxListed = 100_000;
const progressEvery = 1_000;

const eventSchema = z.object({
  line: z.number().int().describe('from 1'),
  time: z.string().optional().describe('RFC 3339: the time at which it counts'),
  eventType: z.string().optional(),
  logSource: z.string().optional().describe('product/service/categories it is taken for; - for what is not known'),
  matches: z.array(matchSchema),
  error: z.string().optional().describe('instead of matches: why the line is no event'),
});

type EventJson = z.infer<typeof eventSchema>;

const evalSchema = z.object({
  rules: z.number().int(),
  refusedRules: z.number().int(),
  lines: z.number().int(),
  matchedEvents: z.number().int(),
  matches: z.number().int(),
  errors: z.number().int().describe('lines that are no events'),
  isTruncated: z.boolean().describe(`only the first ${maxListed} events are listed`),
  events: z.array(eventSchema).describe('those that match a rule, or all with --all; and lines that are no events'),
});

type EvalJson = z.infer<typeof evalSchema>;

export const rulesEval = defineCommand({
  path: 'rules eval',
  summary: 'run rules over a file of events and print what matches',
  details:
    'Events are JSON as senders send them, one a line. All rules run, those that are off by default as well; correlations count in event time, in the order of the lines. Nothing is stored and no server is asked. Ends with 4 when a line is no event.',
  options: {
    rules: option('--rules <path>', 'folder, file, .jsonl list or archive (default: the built-in pack)', asText),
    events: option('--events <file>', 'file of events, or - for standard input', asText, { isRequired: true }),
    timeField: option(
      '--time-field <name>',
      'field with the time of an event, dots for nested ones (default: as the gateway finds it)',
      asText,
    ),
    unrouted: flag('--unrouted', 'let every rule look at every event, whatever its log source'),
    all: flag('--all', 'print events that match nothing as well'),
    placeholders: placeholdersOption,
  },
  examples: [
    'redoubt rules eval --rules my-rules/ --events events.jsonl',
    'redoubt rules eval --rules rules.jsonl --events - --output ndjson < events.jsonl',
  ],
  result: evalSchema,
  rowsOf: ({ events }) => events,
  isEndless: () => true,
  run: async (context, { rules, placeholders, ...input }) => {
    const pack =
      rules === undefined
        ? loadBuiltInPack()
        : (await loadRules(context, [rules], readPlaceholders(placeholders))).pack;
    const refused = pack.refused.length;
    if (refused > 0) context.output.warn(`${counted(refused, 'rule')} refused: redoubt rules lint says why`);
    const evaluation = new Evaluation(context, pack, input);
    const result = await evaluation.run(input.events);
    const exitCode = result.errors > 0 ? EXIT.incomplete : EXIT.ok;
    return evaluation.isStreamed ? { exitCode } : { result, exitCode };
  },
  render: () => '',
});

interface Input {
  timeField: string | undefined;
  unrouted: boolean;
  all: boolean;
}

class Evaluation {
  /** Events are written as they come, so that a pipe can be watched. */
  readonly isStreamed: boolean;
  readonly #context: Context;
  readonly #input: Input;
  readonly #run: RuleRun;
  readonly #total: EvalJson;
  readonly #nowMs: number;
  #acceptedAtMs = 0;

  constructor(context: Context, pack: RulePack, input: Input) {
    this.#context = context;
    this.#input = input;
    this.#run = new RuleRun(pack, { isRouted: !input.unrouted });
    this.#nowMs = context.clock.now();
    this.isStreamed = context.output.format === 'table' || context.output.format === 'ndjson';
    const counts = { lines: 0, matchedEvents: 0, matches: 0, errors: 0 };
    const rules = { rules: pack.rules.length, refusedRules: pack.refused.length };
    this.#total = { ...rules, ...counts, isTruncated: false, events: [] };
  }

  async run(path: string): Promise<EvalJson> {
    const { output, signal } = this.#context;
    const total = this.#total;
    for await (const line of readEventLines(this.#context, path)) {
      if (signal.aborted) break;
      total.lines += 1;
      const event = this.#evaluate(line);
      if (event.error !== undefined) total.errors += 1;
      if (event.matches.length > 0) total.matchedEvents += 1;
      total.matches += event.matches.length;
      if (this.#input.all || event.matches.length > 0 || event.error !== undefined) this.#show(event);
      if (total.lines % progressEvery === 0) output.progress(`${counted(total.lines, 'event')} evaluated`);
    }
    const errors = total.errors > 0 ? `, ${counted(total.errors, 'line')} no event` : '';
    output.note(
      `${counted(total.rules, 'rule')}, ${counted(total.lines, 'event')}: ${formatCount(total.matchedEvents)} match, ${counted(total.matches, 'match', 'matches')} in all${errors}`,
    );
    return total;
  }

  #evaluate(row: EventLine): EventJson {
    const { line } = row;
    if ('error' in row) return { line, matches: [], error: row.error };
    const { timeField } = this.#input;
    const eventTimeMs = timeField === undefined ? row.fields.eventTimeMs : timeInField(row.value, timeField);
    if (timeField !== undefined && eventTimeMs === undefined) {
      return { line, matches: [], error: `there is no time in the field ${timeField}` };
    }
    // As if each event had been accepted when it happened, but none before an earlier line.
    const latestMs = timeField === undefined ? this.#nowMs : Number.MAX_SAFE_INTEGER;
    this.#acceptedAtMs = Math.max(this.#acceptedAtMs, Math.min(eventTimeMs ?? this.#nowMs, latestMs));
    const fields = { ...row.fields, eventTimeMs };
    const sent = { eventId: `s-${line}-0-0`, value: row.value, fields, acceptedAtMs: this.#acceptedAtMs };
    const { event, timeMs, matches } = this.#run.observe(sent);
    const head = { line, time: isoTime(timeMs), eventType: fields.eventType, logSource: sourceText(event.source) };
    return { ...head, matches: matches.map(matchJson) };
  }

  #show(event: EventJson): void {
    const { output, clock } = this.#context;
    if (this.isStreamed) output.row(event, () => renderEvent(event, output.view(clock.now())));
    else if (this.#total.events.length < maxListed) this.#total.events.push(event);
    else this.#total.isTruncated = true;
  }
}

function renderEvent({ line, time, eventType, logSource, matches, error }: EventJson, { style }: View): string {
  if (error !== undefined) return `line ${line}: ${style.bad('no event')}: ${printable(error)}`;
  const when = time === undefined ? '' : `, ${formatTime(Date.parse(time))}`;
  const head = `line ${line}: ${printable(eventType ?? '')}${when}, ${printable(logSource ?? '')}`;
  if (matches.length === 0) return style.dim(`${head}: no match`);
  return [head, ...matches.map((match) => `  ${matchText(match, style)}`)].join('\n');
}

function matchText(match: MatchJson, style: View['style']): string {
  const { level, title, ruleId, isAlerting, group, count } = match;
  const by = Object.entries(group ?? {}).map(([name, value]) => `${name}=${value}`);
  const window = count === undefined ? '' : `, ${[counted(count, 'event'), ...by].join(', ')}`;
  const silent = isAlerting ? '' : style.dim(' (only counted by correlations)');
  return `${style.severity(level)} ${printable(title)} [${printable(ruleId)}]${printable(window)}${silent}`;
}
