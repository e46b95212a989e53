/** Organisation of the canary, unless another is named. */
export const DEFAULT_CANARY_ORGANIZATION = 'redoubt-canary';

export const CANARY_EVENT_TYPE = 'redoubt_canary';

export const CANARY_PACK_ID = 'redoubt-canary';

/** The one rule of the canary's organisation: every round is an alert of its own, since each names another user. */
export const CANARY_RULE = `title: Canary
name: redoubt_canary
status: stable
description: A synthetic event of the platform's own came through. Nobody need do anything.
author: Redoubt
date: 2026-11-22
logsource:
  product: redoubt
detection:
  selection:
    eventType: ${CANARY_EVENT_TYPE}
  condition: selection
level: high
redoubt:
  noun: canary events
  subject: [user]
`;
