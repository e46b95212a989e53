import { hash } from 'node:crypto';

/** What is answered to a question that shippers ask before they send; undefined: there is no such thing here. */
export function handshakeAnswer(method: string, path: string, version: string): object | undefined {
  if (path === '/') return info(version);
  if (path === '/_license') return { license: LICENSE };
  if (path === '/_xpack') return XPACK;
  if (path === '/_cluster/health') return { cluster_name: NAME, status: 'green', timed_out: false, number_of_nodes: 1 };
  if (path.startsWith('/_nodes')) return { cluster_name: NAME, nodes: {} };
  if (path.startsWith('/_cat/')) return [];
  return resourceAnswer(method, path);
}

const NAME = 'redoubt';
const LICENSE = { status: 'active', uid: uuid('license'), type: 'basic', mode: 'basic' };
const FEATURE = { available: true, enabled: true };
const XPACK = {
  build: {},
  license: LICENSE,
  features: { ilm: FEATURE, data_streams: FEATURE, security: FEATURE },
  tagline: 'You know, for X',
};

function info(version: string): object {
  return {
    name: NAME,
    cluster_name: NAME,
    cluster_uuid: uuid('cluster'),
    version: {
      number: version,
      build_flavor: 'default',
      build_type: 'tar',
      build_hash: hash('sha1', NAME),
      build_date: '2026-01-01T00:00:00.000Z',
      build_snapshot: false,
      lucene_version: '10.0.0',
      minimum_wire_compatibility_version: '8.0.0',
      minimum_index_compatibility_version: '8.0.0',
    },
    tagline: 'You Know, for Search',
  };
}

/** Templates, policies and pipelines are said to be there, so that senders do not stop over them; none is kept. */
function resourceAnswer(method: string, path: string): object | undefined {
  const resource = RESOURCES.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`));
  if (resource === undefined) return undefined;
  if (method !== 'GET' && method !== 'HEAD') return { acknowledged: true };
  const name = decodeName(path.slice(resource.prefix.length + 1));
  return name === '' ? {} : resource.answer(name);
}

const RESOURCES: readonly { prefix: string; answer: (name: string) => object }[] = [
  { prefix: '/_index_template', answer: (name) => ({ index_templates: [{ name, index_template: {} }] }) },
  { prefix: '/_component_template', answer: (name) => ({ component_templates: [{ name, component_template: {} }] }) },
  { prefix: '/_template', answer: (name) => ({ [name]: {} }) },
  { prefix: '/_ilm/policy', answer: (name) => ({ [name]: { version: 1, policy: { phases: {} } } }) },
  { prefix: '/_ingest/pipeline', answer: (name) => ({ [name]: { processors: [] } }) },
  { prefix: '/_data_stream', answer: (name) => ({ data_streams: [{ name, status: 'GREEN' }] }) },
  { prefix: '/_alias', answer: (name) => ({ [name]: { aliases: {} } }) },
];

function decodeName(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function uuid(of: string): string {
  return hash('sha256', `redoubt ${of}`, 'base64url').slice(0, 22);
}
