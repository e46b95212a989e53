import { randomBytes } from 'node:crypto';
import type { OrgId } from '@redoubt/contracts';
import type { GroupName } from '@redoubt/key-schema';
import { createSink, relayOutbox, type NewSink } from '@redoubt/rulebook';
import { createSecretBox } from '@redoubt/encryption';
import { FaultSink, SyslogSink } from '@redoubt/sinks/testing';
import { freePort } from '@redoubt/test-kit';
import type { Control } from '../../dev/demo-org.ts';

/** One sink of the run. */
export interface RunningSink {
  name: string;
  /** Until the load ends `down` is not there and `hanging` answers nothing; `throttled`: 429 for single items. */
  role: 'healthy' | 'down' | 'hanging' | 'throttled';
  /** Whether it takes ids, so that what comes twice stands there once. */
  takesIds: boolean;
  group: GroupName;
  /** How often each item was taken. */
  taken(): ReadonlyMap<string, number>;
}

/** How often a document of the throttled sink is refused before it is taken. */
const REFUSALS = 2;

/** Receivers in this process, and sinks that lead to them. */
export class SinkSet {
  readonly sinks: RunningSink[] = [];
  readonly #closables: { close(): Promise<void> }[] = [];
  readonly #downPort: number;
  readonly #hanging: FaultSink;
  #down: FaultSink | undefined;

  private constructor(downPort: number, hanging: FaultSink) {
    this.#downPort = downPort;
    this.#hanging = hanging;
    hanging.fault = () => ({ kind: 'hang' });
    this.#closables.push(hanging);
  }

  static async open(control: Control, orgId: OrgId, secretKey: string): Promise<SinkSet> {
    const hanging = await FaultSink.start();
    const set = new SinkSet(await freePort(), hanging);
    const [http, throttled, syslog] = await Promise.all([FaultSink.start(), FaultSink.start(), SyslogSink.start()]);
    set.#closables.push(http, throttled, syslog);
    throttled.fault = refuseSome();
    const receivers = await Promise.all([FaultSink.start(), FaultSink.start(), FaultSink.start()]);
    set.#closables.push(...receivers);
    const [hec, otlp, hook] = receivers;
    const batch = { maxEvents: 200 };
    const url = (sink: FaultSink | undefined, path = ''): string => sink?.url(path) ?? '';
    const wanted: [NewSink, Omit<RunningSink, 'name' | 'group'>][] = [
      [search('healthy', http.url()), healthy(true, () => http.taken)],
      [
        search('down', `http://127.0.0.1:${set.#downPort}`),
        { role: 'down', takesIds: true, taken: () => set.#down?.taken ?? new Map() },
      ],
      [search('hanging', hanging.url()), { role: 'hanging', takesIds: true, taken: () => hanging.taken }],
      [search('throttled', throttled.url()), { role: 'throttled', takesIds: true, taken: () => throttled.taken }],
      [
        { type: 'splunk_hec', name: 'hec', url: url(hec), token: 'chaos' },
        healthy(false, () => hec?.taken ?? new Map()),
      ],
      [{ type: 'otlp', name: 'otlp', url: url(otlp) }, healthy(false, () => otlp?.taken ?? new Map())],
      [
        { type: 'webhook', name: 'hook', url: url(hook, '/hook'), secret: newSecret() },
        healthy(false, () => hook?.taken ?? new Map()),
      ],
      [
        { type: 'syslog', name: 'syslog', host: '127.0.0.1', port: syslog.port, transport: 'tcp' },
        healthy(false, () => syslog.taken),
      ],
    ];
    const options = { actor: 'chaos', secretBox: createSecretBox([secretKey]) };
    for (const [sink, more] of wanted) {
      const given = { ...sink, startAt: 'oldest', batch } as NewSink;
      const { name, group } = await createSink(control.database, orgId, given, options);
      set.sinks.push({ name, group, ...more });
    }
    const { failed } = await relayOutbox(control, { orgId });
    if (failed[0]) throw failed[0].error;
    return set;
  }

  /** The sink that was down is there from now on, and the one that hung answers. */
  async recover(): Promise<void> {
    this.#hanging.fault = () => undefined;
    this.#down = await FaultSink.start(this.#downPort);
    this.#closables.push(this.#down);
  }

  async close(): Promise<void> {
    await Promise.all(this.#closables.map((one) => one.close()));
  }
}

function search(name: string, url: string): NewSink {
  return { type: 'elasticsearch', name, url, index: 'redoubt' };
}

function healthy(takesIds: boolean, taken: RunningSink['taken']): Omit<RunningSink, 'name' | 'group'> {
  return { role: 'healthy', takesIds, taken };
}

function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/** Every third document is refused twice. */
function refuseSome(): FaultSink['fault'] {
  const refusals = new Map<string, number>();
  return () => ({
    kind: 'items',
    statusOf: (id) => {
      const times = refusals.get(id) ?? 0;
      if (times >= REFUSALS || !/[0369]$/.test(id)) return undefined;
      refusals.set(id, times + 1);
      return 429;
    },
  });
}
