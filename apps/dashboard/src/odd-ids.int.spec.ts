import type { ApiClient, KnownOperation } from './testing/api-client.ts';
import { AttackStage, bearer, caseOf, expectNothingOf, expectOneOf } from './testing/attacks/attack-stage.ts';
import { CANARY, type Victim } from './testing/attacks/victim.ts';
import { rawSend } from './testing/raw-send.ts';
import type { Tenant, TestApp } from './testing/start-app.ts';

// Each test asks every operation many times.
jest.setTimeout(180_000);

let stage: AttackStage;
let app: TestApp;
let api: ApiClient;
let mallory: Tenant;
let victim: Victim;

beforeAll(async () => {
  stage = await AttackStage.open();
  ({ app, api, mallory, victim } = stage);
});
afterAll(() => app.close());

/** As they are sent on the wire. */
const odd = [
  ...['*', '{', '}', '{x:y}', '[a-z]*', '..', '%2e%2e', '..%2f..', '%00', 'a%00b', '%7b%7d', '%ff', '%'],
  ...["'%20OR%201=1--", 'x'.repeat(400), '__proto__', 'constructor', '0', 'null'],
];

describe('what is no id', () => {
  it('names nothing in a path', async () => {
    const { actor, token: key } = await stage.becomeMallory();
    const before = await stage.stateOf(victim);
    const withParams = stage.pointed().filter(({ operation }) => operation.path.includes('{'));
    for (const { operation, aim } of withParams) {
      const { params = {}, body } = aim.ask(victim.things[aim.at]);
      for (const name of Object.keys(params)) {
        const send = (id: string) => {
          const all = { ...params, [name]: id };
          const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, one: string) => all[one] ?? '');
          return rawSend(app.url, { method: operation.method, path, headers: bearer(key), body });
        };
        const answers = await Promise.all(odd.map(async (id) => ({ id, answer: await send(id) })));
        for (const { id, answer } of answers) {
          expect([operation.operationId, id, answer.status]).toEqual([
            ...[operation.operationId, id],
            // What is no percent-encoding is no HTTP; every other text is an id that nothing has.
            ['%ff', '%'].includes(id) ? 400 : 404,
          ]);
          expectNothingOf([CANARY], operation.operationId, answer);
        }
      }
    }
    expect(await stage.stateOf(victim)).toEqual(before);
    const wanted = withParams.map(({ operation }) => `${operation.operationId} not_found`);
    await stage.waitUntilTold(mallory.orgId, actor, wanted);
  });

  it('names nothing in a body', async () => {
    const { actor, token: key } = await stage.becomeMallory();
    const inBody = stage.pointed().filter(({ aim }) => aim.ask('x').body !== undefined && !aim.ask('x').params);
    expect(inBody.length).toBeGreaterThan(3);
    const wanted: string[] = [];
    for (const { operation, aim } of inBody) {
      const { operationId } = operation;
      for (const id of [...odd, '\u0000', '../..', '\ud800']) {
        const { json } = await api.call(operationId, { key, ...aim.ask(id) });
        expectOneOf([operationId, id], json.code, ['invalid_body', 'not_found']);
        wanted.push(`${operationId} ${String(json.code)}`);
      }
    }
    await stage.waitUntilTold(mallory.orgId, actor, wanted);
  });

  it('finds nothing of others in a filter, and breaks nothing', async () => {
    const { token: key } = await stage.becomeMallory();
    const isOwn = (operation: KnownOperation): boolean => caseOf(operation)?.kind !== 'platform';
    for (const operation of stage.closed().filter((one) => one.method === 'get' && isOwn(one))) {
      const { operationId, parameters } = operation;
      const { params = {} } = stage.askOf(operation);
      for (const { name } of parameters.filter((one) => one.in === 'query')) {
        for (const text of ['*', '{', '..', '\u0000', "' OR 1=1 --", victim.orgId, 'x'.repeat(3_000)]) {
          const answer = await api.call(operationId, { key, params, query: { [name]: text } });
          expectOneOf([operationId, name, text], answer.status, [200, 400, 404, 422]);
          expectNothingOf([CANARY], operation.operationId, answer);
        }
      }
    }
  });

  it('is no place in a list, where a cursor holds it', async () => {
    const { token: key } = await stage.becomeMallory();
    const packed = (text: string): string => Buffer.from(text).toString('base64url');
    const far = ['9999999999999999 x', '-9999999999999999 x', `1 ${'-'.repeat(36)}`].map(packed);
    const isList = (operation: KnownOperation): boolean => operation.parameters.some(({ name }) => name === 'cursor');
    const lists = stage
      .closed()
      .filter((one) => one.method === 'get' && isList(one) && caseOf(one)?.kind !== 'platform');
    expect(lists.length).toBeGreaterThan(3);
    for (const operation of lists) {
      const { params = {} } = stage.askOf(operation);
      for (const cursor of [...far, 'db_writer@99999999999999999999-0']) {
        const answer = await api.call(operation.operationId, { key, params, query: { cursor } });
        expectOneOf([operation.operationId, cursor, answer.json], answer.status, [200, 400, 404, 422]);
      }
    }
  });
});
