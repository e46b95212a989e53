import type { ChannelInfo } from '@redoubt/rulebook';
import { z } from 'zod';
import { formatDuration } from '../output/duration.ts';
import type { View } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { renderTable } from '../output/table.ts';
import { shortId } from './case-id.ts';

/** A channel as commands print it; secrets are no part of it. */
export const channelSchema = z.object({
  channelId: z.string(),
  shortId: z.string(),
  name: z.string(),
  type: z.enum(['email', 'slack', 'webhook', 'pagerduty']),
  isEnabled: z.boolean(),
  target: z.string().describe('recipients, or the host of the address'),
  hasSecret: z.boolean(),
  filter: z
    .object({
      minSeverity: z.string(),
      isResolvedTold: z.boolean().describe('whether the end of what was told is told too'),
      ruleIds: z.array(z.string()).optional(),
      tags: z.array(z.string()).optional(),
    })
    .describe('which alerts it is told of'),
  group: z
    .object({
      by: z.array(z.string()).describe('alerts alike in all of these share a message; empty: all of them do'),
      waitSeconds: z.number().int(),
      intervalSeconds: z.number().int(),
      repeatSeconds: z.number().int().describe('0: never'),
    })
    .describe('what goes into one message, and when'),
  config: z.record(z.string(), z.unknown()).describe('settings of its type that are no secret'),
});
export type ChannelJson = z.infer<typeof channelSchema>;

export function channelJson(info: ChannelInfo): ChannelJson {
  const { ruleIds, tags, ...filter } = info.filter;
  return {
    ...info,
    shortId: shortId(info.channelId),
    filter: { ...filter, ...(ruleIds === undefined ? {} : { ruleIds }), ...(tags === undefined ? {} : { tags }) },
  };
}

export function renderChannels(channels: readonly ChannelJson[], view: View): string {
  return renderTable(
    [
      { name: 'name' },
      { name: 'type' },
      { name: 'state' },
      { name: 'target', isFlexible: true },
      { name: 'hears of' },
      { name: 'groups by' },
      { name: 'wait, interval, repeat' },
    ],
    channels.map((channel) => [
      printable(channel.name),
      channel.type,
      channel.isEnabled ? view.style.good('on') : view.style.warn('off'),
      printable(channel.target),
      filterText(channel.filter),
      groupText(channel.group),
      timesText(channel.group),
    ]),
    view,
  );
}

const groupWords: Readonly<Record<string, string>> = { ruleId: 'rule', alertId: 'alert' };

function groupText({ by }: ChannelJson['group']): string {
  return by.map((field) => groupWords[field] ?? field).join(', ') || 'all in one';
}

function filterText({ minSeverity, isResolvedTold, ruleIds, tags }: ChannelJson['filter']): string {
  const parts = [
    `${minSeverity} or worse`,
    ...(ruleIds === undefined ? [] : [`rules ${ruleIds.join(' ')}`]),
    ...(tags === undefined ? [] : [`tags ${tags.join(' ')}`]),
    ...(isResolvedTold ? [] : ['not of ends']),
  ];
  return printable(parts.join(', '));
}

function timesText({ waitSeconds, intervalSeconds, repeatSeconds }: ChannelJson['group']): string {
  const text = (seconds: number): string =>
    seconds === 0 ? '0s' : formatDuration(seconds * 1_000).replace('.0s', 's');
  return [text(waitSeconds), text(intervalSeconds), repeatSeconds === 0 ? 'never' : text(repeatSeconds)].join(', ');
}
