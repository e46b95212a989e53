/** A service level objective: the part of something that has to go well within 30 days. */
export interface Slo {
  /** CamelCase; alerts are named after it. */
  name: string;
  /** Part that has to go well, 0 to 1. */
  objective: number;
  /** Counts per second of what went wrong, over `[WINDOW]`. */
  bad: string;
  /** Counts per second of everything, over `[WINDOW]`. */
  total: string;
  summary: string;
  /** Series of a test in which nothing goes well. */
  failing: Readonly<Record<string, string>>;
}

const UNANSWERED = 'code=~"internal|overloaded|out_of_memory|not_replicated|unavailable"';
const DURATION = 'redoubt_gateway_request_duration_seconds';
const DELAY = 'redoubt_alert_delay_seconds';
const AGE = 'redoubt_event_age_seconds';
const WRITER = 'group="db_writer"';
const FORWARDER = 'group="siem_forwarder"';

function slowerThan(metric: string, seconds: string, labels = ''): Pick<Slo, 'bad' | 'total' | 'failing'> {
  const own = labels === '' ? '' : `{${labels}}`;
  const total = `sum(rate(${metric}_count${own}[WINDOW]))`;
  const within = `sum(rate(${metric}_bucket{${[labels, `le="${seconds}"`].filter(Boolean).join(',')}}[WINDOW]))`;
  return {
    bad: `(${total} - ${within})`,
    total,
    failing: {
      [`${metric}_count${own}`]: '0+600x100',
      [`${metric}_bucket{${[labels, `le="${seconds}"`].filter(Boolean).join(',')}}`]: '0+0x100',
    },
  };
}

/** What is promised; each threshold is an edge of the histogram it is read from. */
export const SLOS: readonly Slo[] = [
  {
    name: 'IngestAvailability',
    objective: 0.999,
    bad: `sum(rate(redoubt_gateway_requests_total{${UNANSWERED}}[WINDOW]))`,
    total: 'sum(rate(redoubt_gateway_requests_total[WINDOW]))',
    summary: 'Requests with events fail for reasons of the platform',
    failing: { 'redoubt_gateway_requests_total{code="unavailable"}': '0+600x100' },
  },
  {
    name: 'IngestLatency',
    objective: 0.99,
    ...slowerThan(DURATION, '0.05'),
    summary: 'Requests with events take longer than 50 ms',
  },
  {
    name: 'AlertFreshness',
    objective: 0.99,
    ...slowerThan(DELAY, '5'),
    summary: 'Alerts open later than 5 s after their event was accepted',
  },
  {
    name: 'DurableWrite',
    objective: 0.995,
    ...slowerThan(AGE, '60', WRITER),
    summary: 'Events are stored later than 60 s after they were accepted',
  },
  {
    name: 'SiemDelivery',
    objective: 0.99,
    ...slowerThan(AGE, '60', FORWARDER),
    summary: 'Events are forwarded later than 60 s after they were accepted',
  },
];

/** Burn rates of the SRE workbook for a budget of 30 days: windows, factor, and who is told. */
export const BURNS = [
  { name: 'Fast', long: '1h', short: '5m', factor: 14.4, severity: 'page' },
  { name: 'Slow', long: '6h', short: '30m', factor: 6, severity: 'page' },
  { name: 'Creeping', long: '1d', short: '2h', factor: 3, severity: 'ticket' },
  { name: 'Lasting', long: '3d', short: '6h', factor: 1, severity: 'ticket' },
] as const;
