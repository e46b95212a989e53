import { createSecretBox } from '@redoubt/encryption';
import { createSink, SINK_TYPES } from '@redoubt/rulebook';
import { z } from 'zod';
import { actorOf, actorOption } from '../../alerts/actor.ts';
import { asName } from '../../alerts/note-option.ts';
import { relayNow } from '../../alerts/relay.ts';
import { defineCommand } from '../../command/definition.ts';
import { argument, asChoice, option } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { printable } from '../../output/printable.ts';
import { draftSink, sinkOptions } from '../../sinks/draft-sink.ts';
import { sinkJson, sinkSchema } from '../../sinks/sink-json.ts';

export const sinkAdd = defineCommand({
  path: 'sink add',
  summary: 'forward events or alerts to a SIEM',
  details:
    'Settings of each type: syslog host, port, transport, facility, caPem · splunk_hec url, index, sourcetype, isAcknowledged, secret token · elasticsearch url, index, username, secrets apiKey, password · otlp url, secret authorization · webhook url, secret secret · file fileName · s3 url, region, bucket, prefix, format (gzip or parquet), accessKeyId, secret secretAccessKey · kafka brokers, topic, isTls, username, secret password. Secrets are read from files or standard input, kept encrypted under REDOUBT_SECRET_KEY, and never shown again. Try it with redoubt sink test.',
  args: { type: argument('<type>', SINK_TYPES.join(', '), asChoice(SINK_TYPES)) },
  options: {
    org: requiredOrgOption,
    name: option('--name <text>', 'what to call it', asName, { isRequired: true }),
    ...sinkOptions,
    actor: actorOption,
  },
  examples: [
    'redoubt sink add syslog --org acme --name collector --set host=logs.acme.example --set port=6514 --mapping cef',
    'redoubt sink add splunk_hec --org acme --name splunk --set url=https://splunk.acme.example:8088 --secret token=hec.token',
    'redoubt sink add elasticsearch --org acme --name search --set url=https://es.acme.example:9200 --set index=redoubt --secret apiKey=-',
    'redoubt sink add webhook --org acme --name soar --set url=https://soar.acme.example/in --new-secret --streams alerts',
  ],
  result: z.object({
    organization: z.string().describe('name'),
    sink: sinkSchema,
    newSecret: z.string().optional().describe('the signing secret that was made; shown this once'),
  }),
  run: async (context, { type, org, name, actor, ...given }) => {
    const database = await context.database();
    const organization = await findOrg(database, org);
    const { sink, newSecret } = await draftSink(context, type, name, given);
    const hasSecret = given.secret !== undefined || newSecret !== undefined || type === 'webhook';
    const secretBox = hasSecret ? createSecretBox(context.settings.secretKeys()) : undefined;
    const info = await createSink(database, organization.id, sink, { actor: actorOf(context, actor), secretBox });
    await relayNow(context, organization.id);
    if (newSecret !== undefined)
      context.output.note('the signing secret is shown this once: give it to the receiver now');
    context.output.note(`next: redoubt sink test ${JSON.stringify(name)} --org ${organization.name}`);
    const made = newSecret === undefined ? {} : { newSecret };
    return { result: { organization: organization.name, sink: sinkJson(info), ...made } };
  },
  render: ({ sink, newSecret }, { style }) =>
    [
      `${style.good('added')}  ${printable(sink.name)}  ${sink.type} to ${printable(sink.target)}  ${sink.group}`,
      ...(newSecret === undefined ? [] : [newSecret]),
    ].join('\n\n'),
});
