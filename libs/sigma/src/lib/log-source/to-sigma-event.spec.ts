import { decodeEvent, type EventFields } from '@redoubt/contracts';
import { lookupField } from '../evaluate/lookup-field.ts';
import type { SigmaEvent } from '../model/sigma-event.ts';
import { toSigmaEvent } from './to-sigma-event.ts';

function classified(value: unknown): SigmaEvent {
  const decoded = decodeEvent(value);
  const fields: EventFields = decoded.ok ? decoded.fields : { eventType: 'unclassified', severity: 'informational' };
  return toSigmaEvent(value, fields);
}

/** Log source and the asked fields of an event. */
function seen(value: unknown, names: readonly string[] = []): unknown {
  const event = classified(value);
  return { key: event.source.key, ...Object.fromEntries(names.map((name) => [name, lookupField(event, name)])) };
}

const line = (program: string, message: string, payload: object = {}): object => ({
  eventType: 'unclassified',
  severity: 'informational',
  message,
  payload: { format: 'syslog', program, ...payload },
  raw: `Jan  1 00:00:00 host ${program}: ${message}`,
});

describe('log lines', () => {
  it.each([
    ['sshd', 'linux/sshd/'],
    ['sshd-session', 'linux/sshd/'],
    ['sudo', 'linux/sudo/'],
    ['su', 'linux/auth/'],
    ['CRON', 'linux/cron/'],
    ['clamd', 'linux/clamav/'],
    ['vsftpd', 'linux/vsftpd/'],
    ['named', 'linux/syslog/'],
    ['', 'linux/syslog/'],
    ['%SEC_LOGIN-5-LOGIN_SUCCESS', 'cisco/aaa/'],
    ['%SYS-5-CONFIG_I', 'cisco/syslog/'],
    ['%', 'cisco/syslog/'],
    ['constructor', 'linux/syslog/'],
  ])('of %s are %s and the event itself', (program, key) => {
    const value = line(program, 'text');
    const event = classified(value);
    expect(event.source.key).toBe(key);
    if (program !== 'sudo') expect(event.fields).toBe(value);
    expect(event.canonical).toMatchObject({ message: 'text' });
  });

  it('of sudo name the user acted as', () => {
    const value = line('sudo', 'alice : …', { format: 'sudo', runAs: '#-1', command: '/bin/sh' });
    expect(seen(value, ['USER', 'COMMAND', 'payload.runAs'])).toEqual({
      ...{ key: 'linux/sudo/', USER: '#-1', COMMAND: '/bin/sh', 'payload.runAs': '#-1' },
    });
  });

  it('of web servers have the fields of the taxonomy', () => {
    const payload = { format: 'access_log', status: 404, method: 'GET', url: '/a/b.php?x=1#y', userAgent: 'curl' };
    const value = { eventType: 'web_request', sourceIp: '203.0.113.1', user: 'al', message: 'GET', payload };
    const names = [
      'cs-method',
      'cs-uri',
      'cs-uri-stem',
      'cs-uri-query',
      'sc-status',
      'cs-user-agent',
      'c-ip',
      'cs-username',
    ];
    expect(seen(value, names)).toEqual({
      ...{ key: '//webserver', 'cs-method': 'GET', 'cs-uri': '/a/b.php?x=1#y', 'cs-uri-stem': '/a/b.php' },
      ...{
        'cs-uri-query': 'x=1',
        'sc-status': 404,
        'cs-user-agent': 'curl',
        'c-ip': '203.0.113.1',
        'cs-username': 'al',
      },
    });
  });

  it('of a forward proxy are of the category proxy too', () => {
    const payload = {
      format: 'access_log',
      status: 200,
      method: 'GET',
      url: 'http://u@h.example.test:81/a.exe?q',
      userAgent: 'x',
    };
    expect(seen({ message: 'GET', payload }, ['c-uri', 'cs-host', 'c-uri-extension', 'cs-uri-stem'])).toEqual({
      ...{ key: '//proxy,webserver', 'c-uri': payload.url, 'cs-host': 'h.example.test' },
      ...{ 'c-uri-extension': 'exe', 'cs-uri-stem': '/a.exe' },
    });
  });

  it('of an Apache error log', () => {
    expect(seen({ message: 'x', payload: { format: 'apache_error' } })).toEqual({ key: 'apache/apache/' });
  });
});

describe('records of the audit daemon', () => {
  it.each(['raw', 'message'])('as a line in %s', (key) => {
    const text = 'type=EXECVE msg=audit(1700000000.123:42): argc=3 a0="cat" a1=2F6574632F6120 a2=12';
    expect(seen({ [key]: text }, ['type', 'a0', 'a1', 'a2', 'Image', 'CommandLine'])).toEqual({
      ...{ key: 'linux/auditd/process_creation', type: 'EXECVE', a0: 'cat', a1: '/etc/a ', a2: '\u0012' },
      ...{ Image: 'cat', CommandLine: 'cat /etc/a  \u0012' },
    });
  });

  it('with enriched fields', () => {
    const text =
      'type=SYSCALL msg=audit(1.2:3): arch=c000003e syscall=59 a0=7ffe exe="/usr/bin/id" key="k"\u001dSYSCALL=execve UID="root"';
    const event = classified({ raw: text });
    expect(event.source.key).toBe('linux/auditd/process_creation');
    expect(event.fields).toMatchObject({ a0: '7ffe', SYSCALL: 'execve', Image: '/usr/bin/id', User: 'root', key: 'k' });
  });

  it('of a path and of a user message', () => {
    const path = 'type=PATH msg=audit(1.2:3): item=1 name="/etc/cron.d/x" nametype=CREATE';
    expect(seen({ raw: path }, ['name', 'TargetFilename'])).toEqual({
      ...{ key: 'linux/auditd/file_event', name: '/etc/cron.d/x', TargetFilename: '/etc/cron.d/x' },
    });
    const user = `type=USER_CMD msg=audit(1.2:3): pid=1 msg='cwd="/root" cmd=6964202D61 res=success'`;
    expect(seen({ raw: user }, ['cwd', 'cmd', 'res'])).toEqual({
      key: 'linux/auditd/',
      cwd: '/root',
      cmd: 'id -a',
      res: 'success',
    });
  });

  it('put together as JSON', () => {
    const value = {
      ID: '1.2:3',
      SYSCALL: { syscall: 59, SYSCALL: 'execve', exe: '/usr/bin/cat', comm: 'cat' },
      EXECVE: { argc: 2, ARGV: ['cat', '/etc/shadow'] },
      CWD: { cwd: '/tmp' },
      PATH: [{ name: '/usr/bin/cat' }, { name: '/lib/ld.so' }],
      PARENT_INFO: { exe: '/bin/sh', ARGV: ['sh', '-c', 'x'] },
    };
    expect(seen(value, ['type', 'a1', 'Image', 'CommandLine', 'name', 'ParentImage', 'ParentCommandLine'])).toEqual({
      ...{
        key: 'linux/auditd/process_creation',
        a1: '/etc/shadow',
        Image: '/usr/bin/cat',
        CommandLine: 'cat /etc/shadow',
      },
      type: ['ID', 'SYSCALL', 'EXECVE', 'CWD', 'PATH', 'PARENT_INFO'],
      ...{ name: ['/usr/bin/cat', '/lib/ld.so'], ParentImage: '/bin/sh', ParentCommandLine: 'sh -c x' },
    });
    const flat = { type: 'EXECVE', msg: 'audit(1.2:3)', a0: 'id', a1: '-a' };
    expect(seen(flat, ['CommandLine'])).toEqual({ key: 'linux/auditd/process_creation', CommandLine: 'id -a' });
  });
});

describe('records of cloud services', () => {
  const cloudTrail = {
    eventVersion: '1.08',
    eventSource: 's3.amazonaws.com',
    eventName: 'PutBucketVersioning',
    awsRegion: 'eu-central-1',
    userIdentity: { type: 'Root' },
    requestParameters: { bucketName: 'b', VersioningConfiguration: { Status: 'Suspended' } },
  };

  it.each([
    ['CloudTrail', cloudTrail, 'aws/cloudtrail/'],
    ['CloudTrail under payload', { payload: cloudTrail }, 'aws/cloudtrail/'],
    [
      'CloudTrail of EventBridge',
      { 'detail-type': 'AWS API Call via CloudTrail', detail: cloudTrail },
      'aws/cloudtrail/',
    ],
    ['GCP', { protoPayload: { methodName: 'm' } }, 'gcp/gcp.audit/'],
    ['Workspace', { protoPayload: { serviceName: 'login.googleapis.com' } }, 'gcp/google_workspace.login/'],
    ['Kubernetes', { kind: 'Event', auditID: 'x', verb: 'create' }, 'kubernetes/audit/application'],
    ['Okta', { eventType: 'user.session.start', debugContext: {}, published: 'x' }, 'okta/okta/'],
    ['M365', { Workload: 'Exchange', Operation: 'Set-Mailbox' }, 'm365/audit/'],
    ['M365 alert', { Workload: 'SecurityComplianceCenter', Operation: 'AlertTriggered' }, 'm365/threat_management/'],
    ['M365 in Sigma', { eventSource: 'SecurityComplianceCenter', eventName: 'x' }, 'm365/threat_management/'],
    ['Exchange', { eventSource: 'Exchange', eventName: 'x' }, 'm365/exchange/'],
    ['PIM', { riskEventType: 'staleSignInAlertIncident' }, 'azure/pim/'],
    ['risk', { riskEventType: 'unfamiliarFeatures' }, 'azure/riskdetection/'],
    ['sign-in', { category: 'SignInLogs', properties: {} }, 'azure/signinlogs/'],
    ['audit', { activityDisplayName: 'x', loggedByService: 'y' }, 'azure/auditlogs/'],
    ['activity', { category: 'Administrative', operationName: 'x', resourceId: 'y' }, 'azure/activitylogs/'],
    ['GitHub', { _document_id: 'x', action: 'org.add_member' }, 'github/audit/'],
    ['Bitbucket', { auditType: { action: 'a', category: 'c' } }, 'bitbucket/audit/'],
    ['OneLogin', { event_type_id: 3 }, 'onelogin/onelogin.events/'],
    ['Duo', { access_device: {}, event_type: 'authentication' }, 'cisco/duo/'],
    ['Zeek', { _path: 'rdp', 'id.orig_h': '1' }, 'zeek/rdp/'],
    ['another Zeek log', { _path: 'weird', 'id.orig_h': '1' }, 'zeek//'],
    ['FortiGate', { logid: '1', type: 'event', devname: 'f' }, 'fortigate/event/'],
    ['OpenCanary', { logtype: 4002, node_id: 'n' }, 'opencanary//application'],
    ['declared', { logsource: { product: 'django', category: 'application' }, message: 'x' }, 'django//application'],
    ['declared by the tables', { logsource: { product: 'Windows', category: 'ps_script' } }, 'windows//ps_script'],
    ['made up', { logsource: { product: 'x'.repeat(99) }, message: 'x' }, '//'],
    ['nulls', { protoPayload: null, riskEventType: null, payload: null, EventID: null }, '//'],
    ['anything else', { a: 1 }, '//'],
  ])('%s', (_, value, key) => {
    expect(seen(value)).toEqual({ key });
  });

  it('are looked at as text and by their fields', () => {
    const names = ['requestParameters.bucketName', 'userIdentity.type'];
    expect(seen(cloudTrail, names)).toEqual({
      ...{ key: 'aws/cloudtrail/', 'requestParameters.bucketName': ['b'], 'userIdentity.type': 'Root' },
    });
    const { requestParameters } = classified(cloudTrail).fields;
    expect(requestParameters).toEqual([cloudTrail.requestParameters, JSON.stringify(cloudTrail.requestParameters)]);
  });

  it('have the names that rules use', () => {
    const pod = { spec: { containers: [{ securityContext: { capabilities: { add: ['SYS_ADMIN'] } } }] } };
    expect(seen({ auditID: 'x', verb: 'create', requestObject: pod }, ['capabilities'])).toMatchObject({
      capabilities: 'SYS_ADMIN',
    });
    const event = [{ eventName: 'CHANGE', parameter: [{ name: 'NEW_VALUE', value: 'false' }] }];
    const log = { protoPayload: { serviceName: 'admin.googleapis.com', metadata: { event } } };
    expect(seen(log, ['eventName', 'new_value', 'eventService'])).toEqual({
      ...{
        key: 'gcp/google_workspace.admin/',
        eventName: 'CHANGE',
        new_value: 'false',
        eventService: 'admin.googleapis.com',
      },
    });
  });
});

describe('events in Elastic Common Schema', () => {
  const start = {
    event: { category: ['process'], type: ['start'] },
    host: { os: { type: 'windows' } },
    process: {
      executable: 'C:\\a.exe',
      args: ['a.exe', '-x'],
      hash: { md5: 'AA', sha256: 'BB' },
      parent: { executable: 'p' },
    },
    user: { name: 'alice' },
  };

  it('of processes', () => {
    expect(seen(start, ['Image', 'CommandLine', 'ParentImage', 'Hashes', 'User'])).toEqual({
      ...{ key: 'windows//process_creation', Image: 'C:\\a.exe', CommandLine: 'a.exe -x', ParentImage: 'p' },
      ...{ Hashes: 'MD5=AA,SHA256=BB', User: 'alice' },
    });
    expect(seen({ ...start, host: { os: { type: 'linux' } } })).toEqual({ key: 'linux//process_creation' });
    expect(seen({ ...start, host: { os: { type: 'macos' } } })).toEqual({ key: 'macos//process_creation' });
    expect(seen({ ...start, host: {} })).toEqual({ key: '//process_creation' });
  });

  it('with dotted keys', () => {
    const value = {
      'event.category': 'process',
      'event.type': 'start',
      'host.os.type': 'linux',
      'process.executable': '/bin/id',
    };
    expect(seen(value, ['Image'])).toEqual({ key: 'linux//process_creation', Image: '/bin/id' });
  });

  it('of other kinds', () => {
    const trail = { event: { dataset: 'aws.cloudtrail', provider: 's3.amazonaws.com', action: 'GetObject' } };
    expect(seen(trail, ['eventName', 'eventSource'])).toEqual({
      ...{ key: 'aws/cloudtrail/', eventName: 'GetObject', eventSource: 's3.amazonaws.com' },
    });
    const look = { event: { category: 'network' }, dns: { question: { name: 'a.test', type: 'A' } } };
    expect(seen(look, ['query', 'record_type'])).toEqual({ key: '//dns', query: 'a.test', record_type: 'A' });
    const web = {
      event: { category: ['web'] },
      url: { path: '/a', query: 'b' },
      http: { response: { status_code: 500 } },
    };
    expect(seen(web, ['cs-uri-stem', 'cs-uri-query', 'sc-status'])).toEqual({
      ...{ key: '//webserver', 'cs-uri-stem': '/a', 'cs-uri-query': 'b', 'sc-status': 500 },
    });
  });
});

describe('sources', () => {
  it('are one object per log source', () => {
    expect(classified(line('sshd', 'a')).source).toBe(classified(line('sshd', 'b')).source);
    expect(Object.isFrozen(classified(line('sshd', 'a')).source)).toBe(true);
  });
});
