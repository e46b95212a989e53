import type { Answer } from '@redoubt/commands';
import { z } from 'zod';
import { EXIT, type ExitCode } from '../command/exit-code.ts';
import type { View } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { renderTable } from '../output/table.ts';
import { shortId } from './case-id.ts';

export const OUTCOMES = ['done', 'already', 'refused', 'unanswered', 'sent', 'would_do'] as const;

/** What became of one command. */
export const actionSchema = z.object({
  id: z.string(),
  shortId: z.string(),
  title: z.string(),
  outcome: z
    .enum(OUTCOMES)
    .describe('`already`: nothing to do; `unanswered`: may still be carried out; `sent`: nobody waited'),
  status: z.string().describe('afterwards, as far as is known'),
  detail: z.string().optional().describe('why it was not done'),
  commandId: z.string().optional().describe('stands in the history; absent when nothing was sent'),
});
export type ActionJson = z.infer<typeof actionSchema>;

/** What is said of an alert or incident before it is known what became of it. */
export type ActionHead = Pick<ActionJson, 'id' | 'shortId' | 'title' | 'status'>;

/** A command that was sent; no answer when nobody waited. */
export interface AskedAction {
  commandId: string;
  answer: Answer | undefined;
}

/** What became of a command that was sent; `whyRefused` tells why it changed nothing. */
export async function sentAction(
  head: ActionHead,
  { commandId, answer }: AskedAction,
  whyRefused: () => Promise<{ detail: string; status?: ActionJson['status'] }>,
): Promise<ActionJson> {
  switch (answer?.kind) {
    case undefined:
      return { ...head, outcome: 'sent', commandId };
    case 'done':
      return { ...head, outcome: 'done', status: answer.status, commandId };
    case 'unanswered':
      return { ...head, outcome: 'unanswered', detail: answer.detail, commandId };
    case 'refused':
      return { ...head, outcome: 'refused', ...(await whyRefused()), commandId };
  }
}

export const actionsSchema = z.object({
  organization: z.string().describe('name'),
  isDryRun: z.boolean(),
  isMore: z.boolean().describe('more alerts fit the filters than --limit'),
  results: z.array(actionSchema),
});
export type ActionsJson = z.infer<typeof actionsSchema>;

export function actionExitCode({ results }: ActionsJson): ExitCode {
  const bad = results.filter(({ outcome }) => outcome === 'refused' || outcome === 'unanswered');
  if (bad.length === 0) return EXIT.ok;
  return bad.length === results.length && bad.every(({ outcome }) => outcome === 'refused')
    ? EXIT.conflict
    : EXIT.incomplete;
}

/** One sentence for one, a table and a sum for several. `done` is what a successful one is called: `acknowledged`. */
export function renderActions({ results, isMore }: ActionsJson, done: string, view: View): string {
  const [first, second] = results;
  if (first === undefined) return 'nothing to do';
  if (second === undefined) return sentenceOf(first, done, view);
  const rows = results.map((result) => [
    shortId(result.id),
    wordOf(result, done, view),
    result.status,
    printable(result.detail ?? '-'),
    printable(result.title),
  ]);
  const columns = [
    { name: 'id' },
    { name: 'outcome' },
    { name: 'status' },
    { name: 'why' },
    { name: 'title', isFlexible: true },
  ];
  const more = isMore ? '\nthere are more: give a higher --limit, or run it again' : '';
  return `${renderTable(columns, rows, view)}\n\n${view.style.head(sumOf(results, done))}${more}`;
}

function sentenceOf(result: ActionJson, done: string, view: View): string {
  const why = result.detail === undefined ? '' : `: ${printable(result.detail)}`;
  return `${wordOf(result, done, view)}  ${result.shortId}  ${printable(result.title)} (${result.status})${why}`;
}

function wordOf({ outcome }: ActionJson, done: string, { style }: View): string {
  switch (outcome) {
    case 'done':
      return style.good(done);
    case 'would_do':
      return `would be ${done}`;
    case 'already':
      return style.dim('nothing to do');
    case 'sent':
      return 'asked for';
    default:
      return style.bad(outcome);
  }
}

function sumOf(results: readonly ActionJson[], done: string): string {
  const names: Record<(typeof OUTCOMES)[number], string> = {
    done,
    already: 'with nothing to do',
    refused: 'refused',
    unanswered: 'without an answer',
    sent: 'asked for',
    would_do: `would be ${done}`,
  };
  return OUTCOMES.flatMap((outcome) => {
    const count = results.filter((result) => result.outcome === outcome).length;
    return count === 0 ? [] : [`${count} ${names[outcome]}`];
  }).join(', ');
}
