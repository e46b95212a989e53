import { decodeEvent } from '../decode-event.ts';

const fieldsOf = (record: unknown): unknown => {
  const result = decodeEvent(JSON.parse(JSON.stringify(record)));
  return result.ok
    ? Object.fromEntries(Object.entries(result.fields).filter(([, value]) => value !== undefined))
    : result;
};

const eve = {
  timestamp: '2026-11-22T10:00:00.123456+0000',
  ...{ flow_id: 1, in_iface: 'eth0', src_ip: '203.0.113.9', src_port: 4000, dest_ip: '198.51.100.4', proto: 'TCP' },
};
const trail = {
  eventVersion: '1.08',
  eventTime: '2026-11-22T10:00:00Z',
  ...{ eventSource: 'iam.amazonaws.com', awsRegion: 'us-east-1', sourceIPAddress: '203.0.113.9' },
  ...{ userAgent: 'aws-cli', eventID: 'e-1', eventType: 'AwsApiCall', recipientAccountId: '123456789012' },
  userIdentity: { type: 'IAMUser', userName: 'alice', arn: 'arn:aws:iam::123456789012:user/alice' },
};
const okta = {
  ...{ uuid: 'u-1', published: '2026-11-22T10:00:00.000Z', severity: 'INFO', version: '0' },
  actor: { alternateId: 'alice@example.test', type: 'User' },
  client: { ipAddress: '203.0.113.9' },
  displayMessage: 'User login to Okta',
};
const signIn = {
  ...{ id: 's-1', createdDateTime: '2026-11-22T10:00:00Z', userPrincipalName: 'alice@example.test' },
  ...{ appDisplayName: 'Portal', ipAddress: '203.0.113.9', deviceDetail: { displayName: 'laptop-1' } },
};
const audit = {
  ...{ kind: 'Event', apiVersion: 'audit.k8s.io/v1', level: 'Metadata', auditID: 'a-1', stage: 'ResponseComplete' },
  ...{ user: { username: 'alice', groups: ['system:authenticated'] }, sourceIPs: ['203.0.113.9', '10.0.0.1'] },
  requestReceivedTimestamp: '2026-11-22T10:00:00.000000Z',
};

describe('records of known products', () => {
  test.each<[string, object, object]>([
    [
      'Suricata, an alert',
      { ...eve, event_type: 'alert', alert: { action: 'blocked', severity: 1, signature: 'ET SCAN x' } },
      {
        eventType: 'intrusion_alert',
        severity: 'high',
        sourceIp: '203.0.113.9',
        destinationIp: '198.51.100.4',
        action: 'blocked',
        outcome: 'failure',
        message: 'ET SCAN x',
        eventTimeMs: Date.UTC(2026, 10, 22, 10, 0, 0, 123),
      },
    ],
    [
      'Suricata, a name look-up',
      { ...eve, event_type: 'dns', dns: { rrname: 'example.test' } },
      { eventType: 'dns_query', severity: 'informational', message: 'example.test' },
    ],
    [
      'Suricata, HTTP',
      { ...eve, event_type: 'http', http: { http_method: 'POST', url: '/a' } },
      { eventType: 'web_request', message: 'POST /a' },
    ],
    ['Suricata, statistics', { ...eve, event_type: 'stats' }, { eventType: 'stats' }],
    [
      'CloudTrail, a change of rights',
      { ...trail, eventName: 'AttachUserPolicy' },
      {
        eventType: 'privilege_change',
        severity: 'informational',
        user: 'alice',
        sourceIp: '203.0.113.9',
        action: 'AttachUserPolicy',
        outcome: 'success',
        externalId: 'e-1',
        asset: '123456789012',
      },
    ],
    [
      'CloudTrail, a denial',
      { ...trail, eventName: 'GetObject', errorCode: 'AccessDenied', errorMessage: 'no' },
      { eventType: 'access_denied', severity: 'low', outcome: 'failure', message: 'no' },
    ],
    ['CloudTrail, a reading call', { ...trail, eventName: 'DescribeInstances' }, { eventType: 'api_request' }],
    [
      'CloudTrail, a failed sign-in',
      {
        ...trail,
        eventName: 'ConsoleLogin',
        eventType: 'AwsConsoleSignIn',
        responseElements: { ConsoleLogin: 'Failure' },
        errorMessage: 'Failed authentication',
      },
      { eventType: 'failed_login', severity: 'medium', outcome: 'failure' },
    ],
    [
      'CloudTrail, root signs in',
      {
        ...trail,
        eventName: 'ConsoleLogin',
        userIdentity: { type: 'Root' },
        responseElements: { ConsoleLogin: 'Success' },
      },
      { eventType: 'successful_login', user: 'root' },
    ],
    [
      'CloudTrail, a role',
      {
        ...trail,
        eventName: 'StopLogging',
        userIdentity: { type: 'AssumedRole', sessionContext: { sessionIssuer: { userName: 'deploy' } } },
      },
      { eventType: 'configuration_change', user: 'deploy' },
    ],
    [
      'CloudTrail, called by a service',
      { ...trail, eventName: 'Decrypt', sourceIPAddress: 's3.amazonaws.com' },
      { eventType: 'api_request' },
    ],
    [
      'Okta, a sign-in',
      { ...okta, eventType: 'user.session.start', outcome: { result: 'SUCCESS' } },
      {
        eventType: 'successful_login',
        severity: 'informational',
        user: 'alice@example.test',
        sourceIp: '203.0.113.9',
        action: 'user.session.start',
        outcome: 'success',
        externalId: 'u-1',
        message: 'User login to Okta',
      },
    ],
    [
      'Okta, a failed sign-in',
      { ...okta, severity: 'WARN', eventType: 'user.session.start', outcome: { result: 'FAILURE' } },
      { eventType: 'failed_login', severity: 'medium' },
    ],
    [
      'Okta, an administrator',
      { ...okta, eventType: 'user.account.privilege.grant', outcome: { result: 'SUCCESS' } },
      { eventType: 'privilege_change' },
    ],
    [
      'Okta, something else',
      { ...okta, eventType: 'system.email.send', outcome: { result: 'SUCCESS' } },
      { eventType: 'system.email.send' },
    ],
    [
      'Azure, a sign-in',
      { ...signIn, status: { errorCode: 0 } },
      {
        eventType: 'successful_login',
        user: 'alice@example.test',
        sourceIp: '203.0.113.9',
        asset: 'laptop-1',
        outcome: 'success',
        externalId: 's-1',
      },
    ],
    [
      'Azure, a wrong password',
      { ...signIn, status: { errorCode: 50126, failureReason: 'Invalid password' } },
      { eventType: 'failed_login', severity: 'medium', message: 'Invalid password' },
    ],
    [
      'Azure, nobody of that name',
      { ...signIn, status: { errorCode: 50034 } },
      { eventType: 'invalid_user', severity: 'low' },
    ],
    [
      'Azure, as exported',
      {
        time: '2026-11-22T10:00:00Z',
        category: 'SignInLogs',
        callerIpAddress: '203.0.113.9',
        properties: { ...signIn, status: { errorCode: 53003 } },
      },
      { eventType: 'access_denied', user: 'alice@example.test', sourceIp: '203.0.113.9' },
    ],
    [
      'Kubernetes, a shell',
      { ...audit, verb: 'create', objectRef: { resource: 'pods', subresource: 'exec' }, responseStatus: { code: 101 } },
      {
        eventType: 'remote_command',
        severity: 'medium',
        user: 'alice',
        sourceIp: '203.0.113.9',
        action: 'create pods/exec',
        outcome: 'success',
        externalId: 'a-1',
      },
    ],
    [
      'Kubernetes, a secret',
      { ...audit, verb: 'get', objectRef: { resource: 'secrets' }, responseStatus: { code: 200 } },
      { eventType: 'secret_access' },
    ],
    [
      'Kubernetes, a denial',
      { ...audit, verb: 'list', objectRef: { resource: 'secrets' }, responseStatus: { code: 403 } },
      { eventType: 'access_denied', severity: 'low', outcome: 'failure' },
    ],
    [
      'Kubernetes, a binding',
      { ...audit, verb: 'create', objectRef: { resource: 'clusterrolebindings' }, responseStatus: { code: 201 } },
      { eventType: 'privilege_change' },
    ],
    ['Kubernetes, reading', { ...audit, verb: 'watch', objectRef: { resource: 'pods' } }, { eventType: 'api_request' }],
  ])('%s', (_name, record, fields) => {
    expect(fieldsOf(record)).toMatchObject(fields);
  });

  test.each<[object, string]>([
    [{ eventType: 'x', flow_id: 1 }, 'x'],
    [{ eventType: 'x', eventName: 'y' }, 'x'],
    [{ eventType: 'x', published: '2026-11-22T10:00:00Z' }, 'x'],
    [{ eventType: 'x', auditID: 'y' }, 'x'],
    [{ eventType: 'x', appDisplayName: 'y', status: { errorCode: 'z' } }, 'x'],
    [{ eventType: 'x', appDisplayName: 'y', status: 'up' }, 'x'],
    [{ event_type: '__proto__', flow_id: 1 }, 'proto__'],
    [{ eventName: 'constructor', eventSource: 'x' }, 'api_request'],
  ])('%j means what it says', (record, eventType) => {
    const decoded = decodeEvent(record);
    expect(decoded.ok ? decoded.fields.eventType : decoded).toEqual(expect.stringMatching(eventType));
  });
});
