import type { Severity } from '@redoubt/contracts';
import type { components } from '../../api/schema.d.ts';

type Body = components['schemas']['CreateChannelBody']['channel'];
export type ChannelType = Body['type'];

/** What the form holds. */
export interface ChannelDraft {
  type: ChannelType;
  name: string;
  to: string;
  url: string;
  secret: string;
  routingKey: string;
  minSeverity: Severity;
  isResolvedTold: boolean;
}

export const EMPTY_DRAFT: ChannelDraft = {
  ...{ type: 'email', name: '', to: '', url: '', secret: '', routingKey: '' },
  ...{ minSeverity: 'medium', isResolvedTold: true },
};

/** The same as the API takes it; what is left out has the API's defaults. */
export function channelOf(draft: ChannelDraft): Body {
  const { type, name, minSeverity, isResolvedTold } = draft;
  const group = { by: ['ruleId' as const], intervalSeconds: 300, repeatSeconds: 14_400, waitSeconds: 10 };
  const common = { name: name.trim(), isEnabled: true, filter: { minSeverity, isResolvedTold }, group };
  const [url, secret] = [draft.url.trim(), draft.secret.trim()];
  switch (type) {
    case 'email': {
      const to = draft.to.split(/[\s,;]+/).filter((address) => address !== '');
      return { ...common, type, to };
    }
    case 'slack':
      return { ...common, type, url };
    case 'webhook':
      return { ...common, type, url, ...(secret === '' ? {} : { secret }) };
    case 'pagerduty':
      return { ...common, type, routingKey: draft.routingKey.trim() };
  }
}

/** Whether there is enough to ask the API. */
export function isComplete(draft: ChannelDraft): boolean {
  if (draft.name.trim() === '') return false;
  if (draft.type === 'email') return draft.to.includes('@');
  return draft.type === 'pagerduty' ? draft.routingKey.trim() !== '' : /^https?:\/\//.test(draft.url.trim());
}
