import { formatCount, formatCounted } from '../format/format-number.ts';

/** Words of the parts that all pages are made of. */
export const uiText = {
  cancel: 'Cancel',
  clear: 'Clear',
  close: 'Close',
  copied: 'Copied',
  copy: 'Copy',
  copyThis: (what: string) => `Copy ${what}`,
  dismiss: 'Dismiss',
  loading: 'Loading…',
  previous: 'Previous',
  next: 'Next',
  retry: 'Try again',
  search: 'Search…',
  selectAll: 'Select all',
  selectRow: (what: string) => `Select ${what}`,
  selected: (count: number) => `${formatCount(count)} selected`,
  undo: 'Undo',
  errorTitle: 'This could not be loaded',
  requestId: (id: string) => `Request ${id}`,
  forbiddenTitle: 'Not for your role',
  forbiddenText: (permission: string) =>
    permission.startsWith('platform:')
      ? `This needs the permission ${permission}. It belongs to admins and auditors of the organisation that runs the platform.`
      : `This needs the permission ${permission}. An admin of your organisation can give it.`,
  staleAsOf: (age: string) => `as of ${age} ago`,
  newRows: (count: number, one: string, many?: string) =>
    `${formatCounted(count, `new ${one}`, `new ${many ?? `${one}s`}`)}`,
  chartData: 'Data of the chart',
  chartHelp: 'Use the arrow keys to read the values',
  time: 'Time',
};
