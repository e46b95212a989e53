import { createMetrics } from './metrics.ts';

const create = () => createMetrics({ app: 'test-app', isDefaultMetrics: false });

describe('createMetrics', () => {
  it('prefixes names and starts every label combination at zero', async () => {
    const metrics = create();
    metrics.counter({
      name: 'stream_events_total',
      help: 'Events settled.',
      labelNames: ['group', 'outcome'],
      labelValues: { group: ['db_writer'], outcome: ['ack', 'dead'] },
    });
    const text = await metrics.text();
    expect(text).toContain('redoubt_stream_events_total{group="db_writer",outcome="ack"} 0');
    expect(text).toContain('redoubt_stream_events_total{group="db_writer",outcome="dead"} 0');
    expect(text).toContain('redoubt_app_info{app="test-app"} 1');
  });

  it('gives the same metric for the same declaration', async () => {
    const metrics = create();
    const spec = { name: 'requests_total', help: 'Requests.', labelNames: ['code'] as const };
    metrics.counter(spec).inc({ code: '202' });
    metrics.counter(spec).inc({ code: '400' }, 2);
    expect(await metrics.read('requests_total', { code: '400' })).toBe(2);
    expect(await metrics.read('requests_total')).toBe(3);
    expect(metrics.describe().map((line) => line.name)).toEqual(['redoubt_app_info', 'redoubt_requests_total']);
  });

  it('refuses a second declaration that differs', () => {
    const metrics = create();
    metrics.counter({ name: 'requests_total', help: 'Requests.' });
    expect(() => metrics.counter({ name: 'requests_total', help: 'Requests.', labelNames: ['code'] })).toThrow(
      'already declared',
    );
  });

  it.each([
    ['counter', 'requests'],
    ['gauge', 'handles_total'],
    ['gauge', 'redoubt_handles'],
    ['gauge', 'Handles'],
    ['counter', 'counter_updates_total'],
  ] as const)('refuses a %s named %s', (type, name) => {
    expect(() => create()[type]({ name, help: 'Help.' })).toThrow('metric');
  });

  it('asks a collecting gauge at each scrape', async () => {
    const metrics = create();
    let value = 1;
    metrics.gauge({ name: 'queue_entries', help: 'Entries.', collect: (gauge) => gauge.set(value) });
    expect(await metrics.text()).toContain('redoubt_queue_entries 1');
    value = 5;
    expect(await metrics.text()).toContain('redoubt_queue_entries 5');
  });

  it('observes histograms in the given buckets', async () => {
    const metrics = create();
    metrics.histogram({ name: 'wait_seconds', help: 'Waits.', buckets: [0.1, 1] }).observe(0.5);
    expect(await metrics.text()).toContain('redoubt_wait_seconds_bucket{le="1"} 1');
  });

  it('leaves out default metrics that promtool refuses', async () => {
    const text = await createMetrics({ app: 'test-app' }).text();
    expect(text).toContain('process_cpu_seconds_total');
    expect(text).not.toContain('nodejs_active_handles_total');
  });
});
