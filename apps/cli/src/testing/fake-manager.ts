import type { PostureUser, SecurityPosture, SecurityReply, SecurityRequest } from '@redoubt/contracts';
import { clusterKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';

export type Answer = (request: SecurityRequest) => Omit<SecurityReply, 'requestId'> | undefined;

/** acl-manager as the command sees it: what it published, and replies to requests. */
export class FakeManager {
  readonly requests: SecurityRequest[] = [];
  readonly #redis: RedisClient;
  readonly #answer: Answer;
  #lastId = '0';
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;

  constructor(redis: RedisClient, answer: Answer) {
    this.#redis = redis;
    this.#answer = answer;
  }

  async start(posture: SecurityPosture): Promise<void> {
    await this.#redis.call('SET', clusterKeys.aclPosture(), [JSON.stringify(posture)]);
    this.#timer = setInterval(() => {
      if (this.#isLooking) return;
      this.#isLooking = true;
      void this.#look().finally(() => (this.#isLooking = false));
    }, 50);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#redis.call('DEL', clusterKeys.aclPosture(), []);
  }

  async #look(): Promise<void> {
    const from = this.#lastId === '0' ? '-' : `(${this.#lastId}`;
    const rows = (await this.#redis.call('XRANGE', clusterKeys.aclOperatorRequests(), [from, '+'])) as [
      string,
      string[],
    ][];
    for (const [id, fields] of rows) {
      this.#lastId = id;
      const request = JSON.parse(fields[1] ?? '') as SecurityRequest;
      this.requests.push(request);
      const reply = this.#answer(request);
      if (reply === undefined) continue;
      const text = JSON.stringify({ ...reply, requestId: request.requestId });
      await this.#redis.call('SET', clusterKeys.aclReply(request.requestId), [text, 'EX', 300]);
    }
  }
}

/** A posture in which all is well but for what is given. */
export function posture(atMs: number, given: Partial<SecurityPosture> = {}): SecurityPosture {
  return {
    ...{ schemaVersion: 1, atMs, redisVersions: ['7.0.15'], mode: 'enforce', level: 'standard' },
    score: { value: 88, measuredShare: 1, formula: '', isCapped: false },
    ...{ checks: [], nodes: [], users: [postureUser('db-writer'), postureUser('cli')] },
    authentication: {
      ...{ successes24h: 10, failures24h: 1, successRate: 0.9, successRateChange: null, trend: 'flat' },
      ...{ failuresPerHour: Array<number>(24).fill(0), successesPerHour: Array<number>(24).fill(0) },
    },
    denied: { total24h: 0, last: [] },
    encryption: { keyId: null, operations24h: null },
    ...{ sessions: { active: 3, tls: 0, plain: 3 }, incidents24h: 2 },
    performance: {
      ...{ opsPerSecond: 1, usedMemoryBytes: 1, maxMemoryBytes: 0, latencyMs: 1 },
      ...{ slowLog: [], latencyEvents: [] },
    },
    overhead: { lookMs: 1, commandsPerMinute: 1, commandShare: null },
    ...given,
  };
}

function postureUser(user: string): PostureUser {
  return {
    ...{ user, description: '', isDeclared: true, isEnabled: true, credentialAgeMs: 3_600_000, rotation: null },
    ...{ connections: 4, commands: [], keys: [], channels: [], drift: [] },
  };
}
