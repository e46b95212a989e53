/**
 * Makes the Secret with the first passwords of the cluster, unless it is there: a template that invents them would
 * invent others at each upgrade. Asks the API server as the Job's own account.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';

const account = process.env.ACCOUNT_DIR ?? '/var/run/secrets/kubernetes.io/serviceaccount';
const server = new URL(process.env.KUBERNETES_API_URL ?? 'https://kubernetes.default.svc');
const { NAMESPACE: namespace, SECRET_NAME: name, SECRET_KEYS: keys = '' } = process.env;

const password = () => Buffer.from(randomBytes(32).toString('hex')).toString('base64');
const secret = {
  apiVersion: 'v1',
  kind: 'Secret',
  type: 'Opaque',
  metadata: { name, namespace, labels: { 'app.kubernetes.io/part-of': 'redoubt' } },
  data: Object.fromEntries(keys.split(',').map((key) => [key, password()])),
};

function create() {
  const headers = {
    authorization: `Bearer ${readFileSync(`${account}/token`, 'utf8').trim()}`,
    'content-type': 'application/json',
  };
  const options = { method: 'POST', headers, ca: readFileSync(`${account}/ca.crt`), timeout: 10_000 };
  return new Promise((resolve, reject) => {
    const call = request(new URL(`/api/v1/namespaces/${namespace}/secrets`, server), options, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
    });
    call.on('timeout', () => call.destroy(new Error('the API server does not answer')));
    call.on('error', reject);
    call.end(JSON.stringify(secret));
  });
}

const status = await create();
if (status === 201) console.log(`${name} made`);
else if (status === 409) console.log(`${name} is there already`);
else {
  console.error(`the API server answered ${status}`);
  process.exitCode = 1;
}
