import { authenticated, jsonReply, throwFailure } from '../../http/protocol.ts';
import type { Call, Endpoint, Protocol, ProtocolDeps, Reply } from '../../http/protocol.ts';
import type { Principal } from '../../http/ports.ts';
import type { Received } from '../../http/ingest.ts';
import { planOf, type ReadingPlan } from '../../http/request-plan.ts';
import { credentialOf } from '../../http/credential.ts';
import { noneAccepted } from '../events/result.ts';
import { AckTable, type AckLimits } from './acks.ts';
import { ackIdsOf, MAX_ACK_QUERY_BYTES } from './ack-query.ts';
import { hecRefusalReply, HecRefusal, hecReply } from './answers.ts';
import { channelOf } from './channel.ts';
import { eventItems, type InvalidEvent } from './event-items.ts';
import { MetadataReader, type Metadata } from './metadata.ts';
import { rawItems } from './raw-items.ts';

export interface HecOptions {
  /** Requests with a channel get an ackId. */
  isAckEnabled: boolean;
  /** The key may stand in the query as `token`, where logs and proxies see it. */
  isQueryTokenAllowed: boolean;
  acks?: AckLimits;
}

const BASE = '/services/collector';
const SCHEME = /^(?:splunk|bearer|basic|apikey) +\S/i;
/** Share of a channel's acknowledgements from which answers warn of it. */
const ACKS_NEARLY_FULL = 0.9;

/** The Splunk HTTP Event Collector. */
export function createHec(deps: ProtocolDeps, options: HecOptions): Protocol {
  const acks = new AckTable(deps.clock, options.acks);
  const endpoint = (part: Partial<Endpoint> & Pick<Endpoint, 'serve'>): Endpoint => ({
    methods: ['POST'],
    refuse: hecRefusalReply,
    ...part,
  });
  const authenticate = (call: Call): Promise<Principal> => authenticated(deps, keyOf(call, options));
  const receive = new HecReceiver(deps, options, acks, authenticate);
  const event = endpoint({ format: 'hec', serve: (call) => receive.events(call) });
  const raw = endpoint({ format: 'hec_raw', serve: (call) => receive.raw(call) });
  const ack = endpoint({
    serve: async (call) => {
      const { orgId } = await authenticate(call);
      if (!options.isAckEnabled) throw new HecRefusal(14);
      const channel = channelOf(call);
      if (channel === undefined) throw new HecRefusal(10);
      const ids = ackIdsOf(await deps.ingest.smallBody(call.request, MAX_ACK_QUERY_BYTES));
      return jsonReply(200, { acks: acks.take(`${orgId} ${channel}`, ids) });
    },
  });
  const health = endpoint({ methods: ['GET', 'HEAD'], serve: () => healthReply(deps) });
  const endpoints = new Map<string, Endpoint>([
    ['', event],
    ['/event', event],
    ['/event/1.0', event],
    ['/raw', raw],
    ['/raw/1.0', raw],
    ['/ack', ack],
    ['/ack/1.0', ack],
    ['/health', health],
    ['/health/1.0', health],
  ]);
  return {
    endpointOf: (path) => (path.startsWith(BASE) ? endpoints.get(path.slice(BASE.length)) : undefined),
  };
}

function healthReply({ state }: ProtocolDeps): Reply {
  if (state.isDraining()) return hecReply(23);
  return hecReply(state.isSheddingAll() ? 18 : 17);
}

function keyOf({ request, query }: Call, { isQueryTokenAllowed }: HecOptions): string {
  const { authorization } = request.headers;
  if (authorization !== undefined && authorization !== '') {
    const key = SCHEME.test(authorization) ? credentialOf(authorization) : undefined;
    if (key === undefined) throw new HecRefusal(3);
    return key;
  }
  const token = query.get('token');
  if (token === null) throw new HecRefusal(2);
  if (!isQueryTokenAllowed) throw new HecRefusal(16);
  return token;
}

/** Takes requests with events. */
class HecReceiver {
  readonly #deps: ProtocolDeps;
  readonly #options: HecOptions;
  readonly #acks: AckTable;
  readonly #authenticate: (call: Call) => Promise<Principal>;

  constructor(
    deps: ProtocolDeps,
    options: HecOptions,
    acks: AckTable,
    authenticate: (call: Call) => Promise<Principal>,
  ) {
    this.#deps = deps;
    this.#options = options;
    this.#acks = acks;
    this.#authenticate = authenticate;
  }

  events(call: Call): Promise<Reply> {
    let invalid: InvalidEvent | undefined;
    const defaults = defaultsOf(call);
    return this.#receive(call, () => invalid, {
      format: 'hec',
      meaning: `hec ${JSON.stringify(defaults)}`,
      isWhole: true,
      isShedWhole: true,
      open: (parts) => eventItems(parts, defaults, (event) => (invalid = event)),
    });
  }

  raw(call: Call): Promise<Reply> {
    const defaults = defaultsOf(call);
    const members = new MetadataReader().read(defaults);
    if (typeof members === 'number') throw new HecRefusal(members);
    return this.#receive(call, () => undefined, {
      format: 'hec_raw',
      meaning: `hec raw ${JSON.stringify(defaults)}`,
      isWhole: false,
      isShedWhole: true,
      open: (parts) => rawItems(parts, members),
    });
  }

  async #receive(call: Call, invalid: () => InvalidEvent | undefined, reading: ReadingPlan): Promise<Reply> {
    const { request, onHeadAccepted } = call;
    const principal = await this.#authenticate(call);
    if (this.#deps.state.isDraining()) throw new HecRefusal(23);
    const ackName = this.#ackName(call, principal);
    const plan = planOf(request, this.#deps.limits, reading);
    const received = await this.#deps.ingest.receive(request, plan, principal, onHeadAccepted);
    throwFailure(this.#deps, received);
    this.#checkItems(received, invalid());
    if (ackName === undefined) return hecReply(this.#deps.state.isShedding() ? 24 : 0);
    const isNearlyFull = this.#acks.fill(ackName) >= ACKS_NEARLY_FULL;
    return hecReply(isNearlyFull ? 25 : 0, { ackId: this.#acks.settle(ackName) });
  }

  /** The channel under which the request is acknowledged, apart for each organisation. @throws HecRefusal */
  #ackName(call: Call, { orgId }: Principal): string | undefined {
    const channel = channelOf(call);
    if (channel === undefined || !this.#options.isAckEnabled) return undefined;
    const name = `${orgId} ${channel}`;
    if (!this.#acks.hasRoom(name)) throw new HecRefusal(9);
    return name;
  }

  #checkItems({ batch, accepted, bodyBytes }: Received, invalid: InvalidEvent | undefined): void {
    if (invalid !== undefined) throw new HecRefusal(invalid.code, invalid.number);
    // Of the raw endpoint: the others are stored, and the sender is not to think that this one is.
    const lost = batch.errors.find(({ code }) => code !== 'shed');
    if (lost !== undefined && accepted > 0) throw new HecRefusal(lost.code === 'event_too_large' ? 27 : 6, lost.index);
    if (accepted === 0) throw noneAccepted(batch, bodyBytes);
  }
}

function defaultsOf({ query }: Call): Metadata {
  const defaults: Metadata = {};
  for (const name of ['time', 'host', 'source', 'sourcetype', 'index'] as const) {
    const value = query.get(name);
    if (value !== null && value !== '') defaults[name] = value;
  }
  return defaults;
}
