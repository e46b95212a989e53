import { DISPOSITIONS, type Command } from '@redoubt/contracts';
import { getAlert } from '@redoubt/storage';
import { z } from 'zod';
import type { CommandDesk } from '../../commands/command-desk.ts';
import { commandReply, MAX_BULK, note, waitParameter } from '../../commands/command-schemas.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Services } from '../services.ts';

const alertIds = z.array(z.uuid()).min(1).max(MAX_BULK);

const body = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('acknowledge'), alertIds, note: note.optional() }),
  z.strictObject({
    type: z.literal('assign'),
    alertIds,
    assignee: z.string().min(1).max(256).nullable().describe('Null: nobody'),
  }),
  z.strictObject({ type: z.literal('close'), alertIds, disposition: z.enum(DISPOSITIONS), note: note.optional() }),
  z.strictObject({ type: z.literal('reopen'), alertIds, note: note.optional() }),
  z.strictObject({ type: z.literal('comment'), alertIds, note: note.min(1) }),
]);

type Ask = z.output<typeof body>;

export function alertCommandsRoute({ database }: Services, desk: CommandDesk): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/alerts/commands',
    operationId: 'commandAlerts',
    summary: `Acknowledge, assign, close, reopen or comment up to ${MAX_BULK} alerts`,
    description:
      'Answers as soon as the commands are durable; alert-engine carries them out in their order. With `wait` it ' +
      'answers what became of them once that is stored.',
    permission: 'alerts:write',
    query: z.strictObject({ wait: waitParameter }),
    body,
    status: 202,
    reply: commandReply,
    problems: ['not_found', 'overloaded'],
    handle: async ({ principal, query, body: ask, signal }) => {
      const { alertIds: ids, ...rest } = ask;
      const json = await desk.ask({
        principal,
        table: 'alerts',
        ids,
        exists: async (id) => (await getAlert(database, principal.orgId, id, { historyLimit: 0 })) !== undefined,
        commandFor: (alertId, head) => commandOf(rest as Ask, { ...head, alertId }),
        waitMs: query.wait * 1_000,
        signal,
      });
      return { json };
    },
  });
}

type OnAlert = Pick<Extract<Command, { type: 'alert.assign' }>, 'commandId' | 'actor' | 'atMs' | 'alertId'>;

function commandOf(ask: Ask, head: OnAlert): Command {
  switch (ask.type) {
    case 'assign':
      return { ...head, type: 'alert.assign', assignee: ask.assignee };
    case 'comment':
      return { ...head, type: 'alert.comment', note: ask.note };
    case 'close': {
      const said = ask.note === undefined ? {} : { note: ask.note };
      return { ...head, type: 'alert.close', disposition: ask.disposition, ...said };
    }
    case 'acknowledge':
    case 'reopen':
      return { ...head, type: `alert.${ask.type}`, ...(ask.note === undefined ? {} : { note: ask.note }) };
  }
}
