import addFormats from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

interface Operation {
  operationId: string;
  description?: string;
  parameters: { name: string; in: 'path' | 'query' }[];
  requestBody?: unknown;
  security?: unknown[];
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}

/** The API document, as far as specs look at it. */
export interface ApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

/** An answer of the API. */
export interface ApiAnswer {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed text, for JSON. */
  json: Record<string, unknown>;
}

export interface ApiCall {
  key?: string;
  params?: Record<string, string>;
  query?: Record<string, string | number | boolean>;
  /** A text is sent as it is. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface KnownOperation extends Operation {
  method: string;
  path: string;
}

/** Asks the API by its document, and checks every answer against that. */
export class ApiClient {
  readonly url: string;
  readonly document: ApiDocument;
  readonly operations: readonly KnownOperation[];
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  readonly #checks = new Map<string, ValidateFunction>();

  private constructor(url: string, document: ApiDocument) {
    this.url = url;
    this.document = document;
    addFormats.default(this.#ajv);
    this.#ajv.addSchema({ $id: 'doc', components: document.components });
    this.operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ ...operation, method, path })),
    );
  }

  static async open(url: string): Promise<ApiClient> {
    return new ApiClient(url, (await (await fetch(`${url}/api/v1/openapi.json`)).json()) as ApiDocument);
  }

  operation(operationId: string): KnownOperation {
    const found = this.operations.find((one) => one.operationId === operationId);
    if (!found) throw new Error(`there is no operation ${operationId}`);
    return found;
  }

  /** @throws Error when the answer is not as the document says */
  async call(operationId: string, given: ApiCall = {}): Promise<ApiAnswer> {
    const operation = this.operation(operationId);
    const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(given.params?.[name] ?? ''),
    );
    const entries = Object.entries(given.query ?? {}).map(([name, value]): [string, string] => [name, String(value)]);
    const query = entries.length === 0 ? '' : `?${new URLSearchParams(entries).toString()}`;
    const answer = await send(this.url + path + query, operation.method, given);
    this.#check(operation, answer);
    return answer;
  }

  #check(operation: Operation, { status, headers, text, json }: ApiAnswer): void {
    const type = (headers.get('content-type') ?? '').split(';')[0] ?? '';
    const where = `${operation.operationId} ${status} ${type}`;
    const response = operation.responses[status];
    if (response && !response.content && text === '') return;
    const documented = response?.content?.[type]?.schema;
    if (!documented) throw new Error(`${where} is not documented: ${text.slice(0, 500)}`);
    if (!type.includes('json') || type.includes('ndjson')) return;
    let check = this.#checks.get(where);
    if (!check) {
      const schema = JSON.stringify(documented).replaceAll('"#/components', '"doc#/components');
      check = this.#ajv.compile(JSON.parse(schema) as object);
      this.#checks.set(where, check);
    }
    if (!check(json)) throw new Error(`${where} is not as documented: ${JSON.stringify(check.errors)}\n${text}`);
  }
}

/** Asks an address as a program would. */
export async function send(url: string, method: string, { key, body, headers = {} }: ApiCall): Promise<ApiAnswer> {
  const response = await fetch(url, {
    method: method.toUpperCase(),
    redirect: 'manual',
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
  const json = isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status: response.status, headers: response.headers, text, json };
}
