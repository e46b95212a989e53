import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICES } from './charts/services.ts';
import { render, ROOT, type Manifest } from './testing/helm.ts';
import { letsIn, letsOut, policyOf, type End, type PolicySpec } from './testing/policy-rules.ts';

const environments = readdirSync(join(ROOT, 'deploy/environments')).map((name) => `deploy/environments/${name}`);
const PRODUCTION = 'deploy/environments/production.yaml';
const KIND = 'deploy/environments/kind.yaml';
const OUTSIDE: End = { address: '203.0.113.9' };
const METADATA: End = { address: '169.254.169.254' };
const REDIS: End = { labels: { 'app.kubernetes.io/name': 'redis-cluster' } };

const policiesOf = (manifests: readonly Manifest[]): PolicySpec[] =>
  manifests.filter(({ kind }) => kind === 'NetworkPolicy').map(({ spec }) => spec as PolicySpec);

/** Connections that each service opens beside Redis, PostgreSQL and DNS. */
const RECEIVERS: Readonly<Record<string, readonly number[]>> = {
  // Webhooks, PagerDuty and mail.
  'alert-engine': [443, 587],
  // HTTP, syslog with and without TLS, Kafka and whatever else a sink may be.
  'siem-forwarder': [443, 514, 6514, 9093, 8088],
  // Mail of reports; what Prometheus says.
  'compliance-reporter': [587, 9090],
  // OIDC and mail.
  dashboard: [443, 587],
};

describe('network policies', () => {
  it.each(environments)('let every pod of %s resolve names', (valuesFile) => {
    const isOpenShift = valuesFile.includes('openshift');
    // Pods of OpenShift's DNS do not listen where their Service does.
    const [namespace, port] = isOpenShift ? ['openshift-dns', 5353] : ['kube-system', 53];
    const policies = policiesOf(render('redoubt', { valuesFile }));
    expect(policies.length).toBeGreaterThan(5);
    for (const policy of policies) {
      for (const protocol of ['UDP', 'TCP'] as const) {
        expect(letsOut(policy, { end: { labels: {}, namespace }, port, protocol })).toBe(true);
        expect(letsOut(policy, { end: { address: '169.254.20.10' }, port: 53, protocol })).toBe(true);
      }
    }
  });

  it('let pods resolve names wherever DNS is', () => {
    const set = ['global.networkPolicy.dnsTo[0].ipBlock.cidr=203.0.113.0/24', 'global.networkPolicy.dnsPorts={5300}'];
    for (const policy of policiesOf(render('redoubt', { valuesFile: PRODUCTION, set }))) {
      expect(letsOut(policy, { end: OUTSIDE, port: 5300, protocol: 'UDP' })).toBe(true);
    }
  });

  it.each(SERVICES.map(({ name }) => name))('let %s reach its receivers, and nobody else do', (name) => {
    const policy = policyOf(render('redoubt', { valuesFile: PRODUCTION }), `redoubt-${name}`);
    for (const port of RECEIVERS[name] ?? []) {
      expect(letsOut(policy, { end: OUTSIDE, port })).toBe(true);
      expect(letsOut(policy, { end: { address: '2001:db8::9' }, port })).toBe(true);
      expect(letsOut(policy, { end: METADATA, port })).toBe(false);
    }
    // The API server may be anywhere.
    if (RECEIVERS[name] === undefined && name !== 'acl-manager') {
      expect(letsOut(policy, { end: OUTSIDE, port: 443 })).toBe(false);
    }
  });

  it('let receivers be narrowed, for all and for one', () => {
    const set = [
      'global.networkPolicy.receiversTo[0].ipBlock.cidr=192.0.2.0/24',
      'dashboard.networkPolicy.receiversTo[0].ipBlock.cidr=203.0.113.0/24',
    ];
    const manifests = render('redoubt', { valuesFile: PRODUCTION, set });
    expect(letsOut(policyOf(manifests, 'redoubt-alert-engine'), { end: OUTSIDE, port: 443 })).toBe(false);
    expect(letsOut(policyOf(manifests, 'redoubt-dashboard'), { end: OUTSIDE, port: 443 })).toBe(true);
  });

  it('let services reach a PostgreSQL outside of Kubernetes', () => {
    const set = ['global.networkPolicy.databasePort=6432'];
    const manifests = render('redoubt', { valuesFile: PRODUCTION, set });
    for (const name of ['db-writer', 'dashboard', 'compliance-reporter', 'acl-manager', 'ml-scorer']) {
      const policy = policyOf(manifests, `redoubt-${name}`);
      expect(letsOut(policy, { end: { address: '198.51.100.7' }, port: 6432 })).toBe(true);
      expect(letsOut(policy, { end: OUTSIDE, port: 5432 })).toBe(false);
    }
  });

  it('let devices send syslog and load balancers pass requests on', () => {
    const gateway = (...set: string[]): PolicySpec =>
      policyOf(render('redoubt', { valuesFile: KIND, set }), 'redoubt-ingest-gateway');
    const closed = gateway();
    expect(letsIn(closed, { end: OUTSIDE, port: 'http' })).toBe(false);
    expect(letsIn(closed, { end: { labels: {}, namespace: 'ingress' }, port: 'http' })).toBe(true);
    const syslog = gateway('ingest-gateway.config.SYSLOG_UDP_PORT=5514');
    expect(letsIn(syslog, { end: OUTSIDE, port: 'syslog-udp', protocol: 'UDP' })).toBe(true);
    expect(letsIn(syslog, { end: OUTSIDE, port: 'http' })).toBe(false);
    const narrow = 'ingest-gateway.networkPolicy.syslogFrom[0].ipBlock.cidr=192.0.2.0/24';
    const narrowed = gateway('ingest-gateway.config.SYSLOG_UDP_PORT=5514', narrow);
    expect(letsIn(narrowed, { end: OUTSIDE, port: 'syslog-udp', protocol: 'UDP' })).toBe(false);
    expect(letsIn(gateway('ingest-gateway.service.type=LoadBalancer'), { end: OUTSIDE, port: 'http' })).toBe(true);
  });

  it('let the canary reach the gateway, also by the way that senders take', () => {
    const reporter = 'compliance-reporter';
    const closed = ['ingest-gateway.networkPolicy.httpFrom[0].ipBlock.cidr=192.0.2.0/24'];
    const to = (url?: string): readonly Manifest[] => {
      const set = url === undefined ? closed : [...closed, `${reporter}.config.CANARY_URL=${url}`];
      return render('redoubt', { valuesFile: PRODUCTION, set });
    };
    const policy = (url?: string): PolicySpec => policyOf(to(url), `redoubt-${reporter}`);
    const gateway: End = { labels: { 'app.kubernetes.io/name': 'ingest-gateway' } };
    expect(letsOut(policy(), { end: gateway, port: 'http' })).toBe(false);
    for (const url of ['http://redoubt-ingest-gateway', 'http://redoubt-ingest-gateway.redoubt.svc:8080']) {
      expect(letsOut(policy(url), { end: gateway, port: 'http' })).toBe(true);
      expect(letsOut(policy(url), { end: OUTSIDE, port: 8443 })).toBe(false);
    }
    expect(letsOut(policy('https://events.example.com/'), { end: OUTSIDE, port: 443 })).toBe(true);
    expect(letsOut(policy('https://events.example.com/'), { end: METADATA, port: 443 })).toBe(false);
    expect(letsOut(policy('https://events.example.com:8443'), { end: OUTSIDE, port: 8443 })).toBe(true);
    // Whoever else may send is the operator's to say.
    const entrance = policyOf(to('http://redoubt-ingest-gateway'), 'redoubt-ingest-gateway');
    expect(letsIn(entrance, { end: { labels: { 'app.kubernetes.io/name': reporter } }, port: 'http' })).toBe(true);
    expect(letsIn(entrance, { end: { labels: {}, namespace: 'ingress' }, port: 'http' })).toBe(false);
  });

  it('let acl-manager try the cluster bus, which nodes refuse', () => {
    const manifests = render('redoubt', { valuesFile: PRODUCTION });
    const manager = { 'app.kubernetes.io/part-of': 'redoubt', 'app.kubernetes.io/name': 'acl-manager' };
    expect(letsOut(policyOf(manifests, 'redoubt-acl-manager'), { end: REDIS, port: 16379 })).toBe(true);
    const nodes = policyOf(manifests, 'redoubt-redis-cluster');
    expect(letsIn(nodes, { end: { labels: manager }, port: 'bus' })).toBe(false);
    expect(letsIn(nodes, { end: { labels: manager }, port: 'redis' })).toBe(true);
  });
});
