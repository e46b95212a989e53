import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const RULES = join(import.meta.dirname, '../../../../deploy/prometheus/rules.yaml');

/** Answers as the rules API of a Prometheus does that has loaded the rules of the platform. */
export class RuleServer {
  /** An alert that it has not loaded. */
  missing: string | undefined;
  readonly #server: Server;
  readonly #names: readonly string[];

  private constructor() {
    this.#names = [...readFileSync(RULES, 'utf8').matchAll(/^ +- alert: (\w+)$/gm)].map(([, name = '']) => name);
    this.#server = createServer((request, response) => {
      const isAsked = request.url === '/api/v1/rules?type=alert';
      response.writeHead(isAsked ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ status: 'success', data: { groups: [{ rules: this.#rules() }] } }));
    });
  }

  static async start(): Promise<RuleServer> {
    const server = new RuleServer();
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #rules(): object[] {
    return this.#names
      .filter((name) => name !== this.missing)
      .map((name) => ({ name, health: 'ok', type: 'alerting', annotations: { runbook_url: `https://x/${name}.md` } }));
  }
}
