import { randomUUID } from 'node:crypto';
import { alertSubjectSchema, SEVERITIES, type Command } from '@redoubt/contracts';
import { getAlert, getIncident } from '@redoubt/storage';
import { z } from 'zod';
import { actorOf } from '../../auth/actor.ts';
import type { CommandDesk, CommandHead } from '../../commands/command-desk.ts';
import { commandReply, MAX_BULK, note, waitParameter } from '../../commands/command-schemas.ts';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Services } from '../services.ts';

const incidentIds = z.array(z.uuid()).min(1).max(MAX_BULK);

const body = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('note'), incidentIds, note: note.min(1) }),
  z.strictObject({
    type: z.literal('assign'),
    incidentIds,
    assignee: z.string().min(1).max(256).nullable().describe('Null: nobody'),
  }),
  z.strictObject({ type: z.literal('close'), incidentIds, note: note.min(1) }),
]);
type Ask = z.output<typeof body>;

export function incidentCommandsRoute({ database }: Services, desk: CommandDesk): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/incidents/commands',
    operationId: 'commandIncidents',
    summary: `Note on, assign or close up to ${MAX_BULK} incidents`,
    description: 'As for alerts: durable at once, carried out in their order, and awaited with `wait`.',
    permission: 'incidents:write',
    query: z.strictObject({ wait: waitParameter }),
    body,
    status: 202,
    reply: commandReply,
    problems: ['not_found', 'overloaded'],
    handle: async ({ principal, query, body: ask, signal }) => ({
      json: await desk.ask({
        principal,
        table: 'incidents',
        ids: ask.incidentIds,
        exists: async (id) =>
          (await getIncident(database, principal.orgId, id, { historyLimit: 0, alertLimit: 0 })) !== undefined,
        commandFor: (incidentId, head) => commandOf(ask, { ...head, incidentId }),
        waitMs: query.wait * 1_000,
        signal,
      }),
    }),
  });
}

function commandOf(ask: Ask, head: CommandHead & { incidentId: string }): Command {
  switch (ask.type) {
    case 'assign':
      return { ...head, type: 'incident.assign', assignee: ask.assignee };
    case 'note':
    case 'close':
      return { ...head, type: `incident.${ask.type}`, note: ask.note };
  }
}

export function openIncidentRoute({ database, clock }: Services, desk: CommandDesk): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/incidents',
    operationId: 'openIncident',
    summary: 'Open an incident by hand',
    description: 'Durable at once; the incident is to be read as soon as alert-engine has opened it.',
    permission: 'incidents:write',
    body: z.strictObject({
      kind: z.enum(['alert', 'security']).default('security'),
      title: z.string().min(1).max(256),
      severity: z.enum(SEVERITIES),
      subject: alertSubjectSchema.default({}),
      alertIds: z.array(z.uuid()).max(MAX_BULK).default([]).describe('Alerts that belong to it'),
      note: note.optional(),
    }),
    status: 202,
    reply: z.strictObject({ incidentId: z.uuid(), commandId: z.uuid() }),
    problems: ['not_found', 'overloaded'],
    handle: async ({ principal, body: { note: said, ...asked } }) => {
      for (const id of asked.alertIds) {
        if (await getAlert(database, principal.orgId, id, { historyLimit: 0 })) continue;
        throw new Refusal('not_found', `there is no alert ${id}`);
      }
      const head = { commandId: randomUUID(), actor: actorOf(principal), atMs: clock.now() };
      const incidentId = randomUUID();
      const more = said === undefined ? {} : { note: said };
      await desk.append(principal.orgId, [{ ...head, ...asked, ...more, type: 'incident.open', incidentId }]);
      return { json: { incidentId, commandId: head.commandId } };
    },
  });
}
