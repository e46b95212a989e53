import type { Channel, ChannelOf } from '../lib/channel.ts';

type Common = Pick<Channel, 'channelId' | 'name' | 'isEnabled' | 'filter' | 'group'>;

const TARGETS = {
  email: { type: 'email', to: ['soc@example.org'] },
  slack: { type: 'slack', url: 'https://hooks.example.org/T0/B0/x' },
  webhook: {
    type: 'webhook',
    url: 'https://hooks.example.org/in',
    secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
  },
  pagerduty: { type: 'pagerduty', routingKey: 'R'.repeat(32) },
} as const;

/** A channel with the usual settings; ids differ by type. */
export function makeChannel<T extends Channel['type']>(
  type: T,
  changes: Partial<Omit<ChannelOf<T>, 'filter' | 'group' | 'type'>> & {
    filter?: Partial<Common['filter']>;
    group?: Partial<Common['group']>;
  } = {},
): ChannelOf<T> {
  const { filter, group, ...rest } = changes;
  const common: Common = {
    channelId: `22222222-2222-4222-8222-00000000000${Object.keys(TARGETS).indexOf(type)}`,
    name: type,
    isEnabled: true,
    filter: { minSeverity: 'low', isResolvedTold: true, ...filter },
    group: { by: ['ruleId'], waitSeconds: 10, intervalSeconds: 300, repeatSeconds: 14_400, ...group },
  };
  return { ...common, ...TARGETS[type], ...rest } as unknown as ChannelOf<T>;
}
