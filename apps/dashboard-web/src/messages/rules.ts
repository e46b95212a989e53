import { formatCount, formatCounted } from '../format/format-number.ts';

export const rulesText = {
  list: 'Rules',
  title: 'Rule',
  severity: 'Severity',
  pack: 'Pack',
  author: 'Author',
  state: 'State',
  runs: 'Runs',
  allPacks: 'All packs',
  anyState: 'Any state',
  states: { enabled: 'On', disabled: 'Off', off_by_default: 'Off by default', shadowed: 'Replaced' },
  shadowed: 'An earlier pack has a rule of this id, which runs in its place.',
  textFilter: 'Name, tag, author…',
  own: 'Your own',
  changed: 'Changed',
  noneTitle: 'No rule matches',
  noneText: 'Take filters away.',
  clearFilters: 'Clear filters',
  newRule: 'New rule',
  counted: (count: number) => formatCounted(count, 'rule'),
  toggleTitle: (isOn: boolean, title: string) => `${isOn ? 'Turn on' : 'Turn off'}: ${title}`,
  toggle: (isOn: boolean) => (isOn ? 'Turn on' : 'Turn off'),
  turnedOn: (title: string) => `${title} runs`,
  turnedOff: (title: string) => `${title} no longer runs`,
  saved: 'Saved',
  later: 'It is kept, and in force as soon as Redis can be reached.',
  failed: 'Could not change the rule',
  reason: 'Reason',
  reasonHint: 'Kept in the audit log',
  what: 'What it looks for',
  references: 'References',
  falsePositives: 'False positives',
  stats: 'Last 30 days',
  opened: (count: number) => `${formatCounted(count, 'alert')} opened`,
  alertsLink: 'Show them',
  tuning: 'Threshold and severity',
  tuningNote: 'Empty: as the rule says',
  threshold: 'Threshold',
  window: 'Window, seconds',
  asRule: 'As the rule says',
  save: 'Save',
  reset: 'As the rule says',
  yaml: 'YAML',
  noYaml: 'Only the compiled rule of an imported pack is kept.',
  edit: 'Edit',
  copyAsOwn: 'Edit a copy',
  versions: 'Versions',
  rollback: 'Bring back',
  rolledBack: (version: number) => `Version ${version} is in force again`,
  withdrawn: 'Withdrawn',
  notFound: 'There is no such rule',
};

export const editorText = {
  titleNew: 'New rule',
  titleEdit: 'Edit rule',
  intro: 'Sigma 2.1. It becomes part of the rules of your organisation; a rule with the id of another replaces it.',
  yaml: 'Rule in YAML',
  test: 'Test on the last 24 h',
  testing: 'Testing…',
  publish: 'Publish',
  reason: 'Reason',
  reasonHint: 'Why; others will read it',
  publishFirst: 'Test it first',
  published: (version: number) => `Version ${version} is in force`,
  failed: 'Could not publish',
  problemAt: (line: number) => `Line ${line}`,
  noProblem: 'The rule is sound.',
  result: (matches: number, events: number, alerts: number) =>
    `${formatCounted(matches, 'match', 'matches')} in ${formatCounted(events, 'event')}: ${formatCounted(alerts, 'alert')} would have been raised.`,
  notWhole: 'Not all events could be looked at in time.',
  took: (ms: number) => `${formatCount(ms)} ms`,
  count: (count: number) => `× ${formatCount(count)}`,
  draft: `title: My rule
id: 00000000-0000-4000-8000-000000000000
status: experimental
description: What it looks for, and why.
author: Your name
logsource:
  product: redoubt
detection:
  selection:
    eventType: failed_login
    user: root
  condition: selection
falsepositives:
  - Administrators who mistype
level: medium
tags:
  - attack.credential-access
  - attack.t1110
`,
};
