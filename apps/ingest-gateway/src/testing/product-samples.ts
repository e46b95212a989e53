/** Records as products write them, with addresses and names of the documentation ranges. */

/** Suricata, an alert of EVE JSON. */
export const eveAlert = {
  timestamp: '2026-11-22T10:00:00.123456+0000',
  ...{ flow_id: 1_234_567_890_123_456, in_iface: 'eth0', event_type: 'alert' },
  ...{ src_ip: '203.0.113.9', src_port: 40022, dest_ip: '198.51.100.4', dest_port: 22, proto: 'TCP', app_proto: 'ssh' },
  alert: {
    ...{ action: 'blocked', gid: 1, signature_id: 2_001_219, rev: 20, signature: 'ET SCAN Possible SSH scan' },
    ...{ category: 'Attempted Information Leak', severity: 1 },
  },
  flow: { pkts_toserver: 2, pkts_toclient: 1, bytes_toserver: 148, bytes_toclient: 60 },
};

/** AWS CloudTrail, a call that gives a user rights. */
export const cloudTrailRecord = {
  ...{ eventVersion: '1.10', eventTime: '2026-11-22T10:00:00Z', eventSource: 'iam.amazonaws.com' },
  ...{ eventName: 'AttachUserPolicy', awsRegion: 'us-east-1', sourceIPAddress: '203.0.113.9', userAgent: 'aws-cli/2' },
  userIdentity: {
    ...{ type: 'IAMUser', principalId: 'AIDAEXAMPLE', arn: 'arn:aws:iam::123456789012:user/alice' },
    ...{ accountId: '123456789012', userName: 'alice' },
  },
  requestParameters: { userName: 'bob', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  responseElements: null,
  ...{ requestID: 'r-1', eventID: 'e-1', readOnly: false, eventType: 'AwsApiCall', managementEvent: true },
  recipientAccountId: '123456789012',
};

/** Okta, a sign-in that failed. */
export const oktaEvent = {
  ...{ uuid: 'u-1', published: '2026-11-22T10:00:00.123Z', eventType: 'user.session.start', version: '0' },
  ...{ severity: 'WARN', displayMessage: 'User login to Okta', legacyEventType: 'core.user_auth.login_failed' },
  actor: { id: '00u1', type: 'User', alternateId: 'alice@example.test', displayName: 'Alice' },
  client: { ipAddress: '203.0.113.9', userAgent: { os: 'Linux', browser: 'FIREFOX' }, zone: 'null' },
  outcome: { result: 'FAILURE', reason: 'INVALID_CREDENTIALS' },
  target: null,
  authenticationContext: { externalSessionId: 'unknown', authenticationStep: 0 },
};

/** Microsoft Entra ID, a sign-in with a wrong password as Azure Monitor exports it. */
export const entraSignIn = {
  ...{ time: '2026-11-22T10:00:00.1230000Z', resourceId: '/tenants/t-1/providers/Microsoft.aadiam' },
  ...{ operationName: 'Sign-in activity', category: 'SignInLogs', resultType: '50126', callerIpAddress: '203.0.113.9' },
  properties: {
    ...{ id: 's-1', createdDateTime: '2026-11-22T10:00:00.123Z', userPrincipalName: 'alice@example.test' },
    ...{ appDisplayName: 'Portal', ipAddress: '203.0.113.9', clientAppUsed: 'Browser', isInteractive: true },
    status: { errorCode: 50126, failureReason: 'Error validating credentials' },
    deviceDetail: { deviceId: 'd-1', displayName: 'laptop-1', operatingSystem: 'Linux' },
    location: { city: 'Anytown', countryOrRegion: 'ZZ' },
  },
};

/** Kubernetes, a shell in a pod. */
export const auditOfKubernetes = {
  ...{ kind: 'Event', apiVersion: 'audit.k8s.io/v1', level: 'Request', auditID: 'a-1', stage: 'ResponseComplete' },
  ...{ requestURI: '/api/v1/namespaces/shop/pods/web-0/exec?command=sh&stdin=true', verb: 'create' },
  user: { username: 'alice', groups: ['developers', 'system:authenticated'] },
  sourceIPs: ['203.0.113.9', '198.51.100.4'],
  userAgent: 'kubectl/v1.33',
  objectRef: { resource: 'pods', namespace: 'shop', name: 'web-0', apiVersion: 'v1', subresource: 'exec' },
  responseStatus: { metadata: {}, code: 101 },
  requestReceivedTimestamp: '2026-11-22T10:00:00.123456Z',
  stageTimestamp: '2026-11-22T10:00:00.200000Z',
  annotations: { 'authorization.k8s.io/decision': 'allow' },
};

/** OTLP, an application's failed login with names of ECS. */
export const otlpLogs = {
  resourceLogs: [
    {
      resource: {
        attributes: [
          { key: 'host.name', value: { stringValue: 'web-1' } },
          { key: 'service.name', value: { stringValue: 'shop' } },
        ],
      },
      scopeLogs: [
        {
          scope: { name: 'auth', version: '1.2' },
          logRecords: [
            {
              timeUnixNano: '1795341600123456789',
              ...{ severityNumber: 13, severityText: 'WARN', eventName: 'user.login' },
              body: { stringValue: 'password mismatch' },
              attributes: [
                { key: 'user.name', value: { stringValue: 'alice' } },
                { key: 'source.ip', value: { stringValue: '203.0.113.9' } },
                { key: 'event.outcome', value: { stringValue: 'failure' } },
              ],
            },
          ],
        },
      ],
    },
  ],
};
