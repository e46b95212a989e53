import { decodeEvent, type EventFields } from '@redoubt/contracts';
import type { SigmaEvent } from '../model/sigma-event.ts';
import { toSigmaEvent } from './to-sigma-event.ts';

function classified(value: unknown): SigmaEvent {
  const decoded = decodeEvent(value);
  const fields: EventFields = decoded.ok ? decoded.fields : { eventType: 'unclassified', severity: 'informational' };
  return toSigmaEvent(value, fields);
}

const sysmon = 'Microsoft-Windows-Sysmon/Operational';
const evtx = (Channel: string, EventID: unknown, EventData: unknown = {}): object => ({
  Event: { System: { Channel, EventID, Provider: { '#attributes': { Name: 'P', Guid: 'G' } } }, EventData },
});

describe('a Windows event', () => {
  it('is one flat object', () => {
    const value = {
      Event: {
        '#attributes': { xmlns: 'x' },
        System: {
          Provider: { '#attributes': { Name: 'Service Control Manager' } },
          EventID: { '#attributes': { Qualifiers: 16384 }, '#text': 7045 },
          Channel: 'System',
          Correlation: null,
          Execution: { '#attributes': { ProcessID: 1, ThreadID: 2 } },
          Computer: 'h',
        },
        EventData: { 'Service Name': 'evil', ImagePath: 'C:\\x.exe', AccountName: null, Computer: 'other' },
        RenderingInfo: { Culture: 'en-US', Message: 'A service was installed' },
        UserData: { Wrapper: { '#attributes': { xmlns: 'y' }, Operation: 'o' } },
      },
    };
    const event = classified(value);
    expect(event.source.key).toBe('windows/system/');
    expect(event.fields).toEqual({
      ...{ ServiceName: 'evil', ImagePath: 'C:\\x.exe', AccountName: null, Operation: 'o', Computer: 'h' },
      ...{ Provider_Name: 'Service Control Manager', EventID_Qualifiers: 16384, EventID: 7045, Channel: 'System' },
      ...{ Execution_ProcessID: 1, Execution_ThreadID: 2, Message: 'A service was installed' },
    });
  });

  it.each([
    [sysmon, 1, 'windows/sysmon/process_creation'],
    [sysmon, 3, 'windows/sysmon/network_connection'],
    [sysmon, 11, 'windows/sysmon/file_event'],
    [sysmon, 13, 'windows/sysmon/registry_event,registry_set'],
    [sysmon, 14, 'windows/sysmon/registry_event,registry_rename'],
    [sysmon, 18, 'windows/sysmon/pipe_created'],
    [sysmon, 20, 'windows/sysmon/wmi_event'],
    [sysmon, 26, 'windows/sysmon/file_delete,file_delete_detected'],
    [sysmon, 77, 'windows/sysmon/'],
    [sysmon.toUpperCase(), '1', 'windows/sysmon/process_creation'],
    ['Linux-Sysmon/Operational', 1, 'linux/sysmon/process_creation'],
    ['Security', 4688, 'windows/security/process_creation'],
    ['Security', 5156, 'windows/security/network_connection'],
    ['Security', 4625, 'windows/security/'],
    ['Windows PowerShell', 400, 'windows/powershell-classic/ps_classic_start'],
    ['Microsoft-Windows-PowerShell/Operational', 4104, 'windows/powershell/ps_script'],
    ['PowerShellCore/Operational', 4103, 'windows/powershell/ps_module'],
    ['Microsoft-Windows-Windows Defender/Operational', 1116, 'windows/windefend/antivirus'],
    ['RPCFW', 3, 'rpc_firewall//application'],
    ['No such channel', 1, 'windows//'],
    ['Security', { toString: 1 }, 'windows/security/'],
  ])('of %s %j is %s', (channel, id, key) => {
    expect(classified(evtx(channel, id)).source.key).toBe(key);
  });

  it.each([
    ['CreateKey', 'windows/sysmon/registry_add,registry_event'],
    ['DeleteValue', 'windows/sysmon/registry_delete,registry_event'],
    ['Other', 'windows/sysmon/registry_add,registry_delete,registry_event'],
  ])('of a registry key: %s', (EventType, key) => {
    expect(classified(evtx(sysmon, 12, { EventType })).source.key).toBe(key);
  });

  it('has the names of its categories beside its own', () => {
    const data = { NewProcessName: 'n', ParentProcessName: 'p', CommandLine: 'c', MandatoryLabel: 'S-1-16-12288' };
    expect(classified(evtx('Security', 4688, data)).fields).toMatchObject({
      ...{ ...data, Image: 'n', ParentImage: 'p', IntegrityLevel: 'High' },
    });
    const values = { ObjectName: 'k', OperationType: '%%1904', NewValue: 'v', ProcessName: 'p' };
    expect(classified(evtx('Security', 4657, values)).fields).toMatchObject({
      ...{ TargetObject: 'k', EventType: 'SetValue', Details: 'v', Image: 'p' },
    });
  });

  it.each([
    [{ Data: [{ '#attributes': { Name: 'Image' }, '#text': 'x' }] }, { Image: 'x' }],
    [{ Data: [{ '@Name': 'Image', '#text': 'x' }] }, { Image: 'x' }],
    [[{ Name: 'Image', Value: 'x' }], { Image: 'x' }],
    [{ Data: ['a', 'b'] }, { Data: ['a', 'b'] }],
    [{ Data: { '#text': ['a', 'b'] } }, { Data: ['a', 'b'] }],
    [{ Data: 'a' }, { Data: 'a' }],
    [{ Image: { '#attributes': { x: 1 }, '#text': 'x' } }, { Image: 'x' }],
  ])('may have its data as %j', (data, expected) => {
    expect(classified(evtx(sysmon, 1, data)).fields).toMatchObject(expected);
  });
});

describe('other forms of Windows events', () => {
  it.each<[string, object]>([
    ['winlog', { winlog: { channel: sysmon, event_id: '1', event_data: { Image: 'x' }, provider_name: 'P' } }],
    [
      'winlog with event.code',
      { event: { code: '1' }, winlog: { channel: sysmon, event_data: { Image: 'x' }, provider_name: 'P' } },
    ],
    [
      'dotted winlog',
      { 'winlog.channel': sysmon, 'winlog.event_id': 1, 'winlog.event_data.Image': 'x', 'winlog.provider_name': 'P' },
    ],
    ['flat', { EventID: 1, Channel: sysmon, Provider_Name: 'P', Image: 'x' }],
    ['flat with other names', { EventID: '1', LogName: sysmon, SourceName: 'P', Image: 'x' }],
    ['flat with data', { EventID: 1, Channel: sysmon, Provider: { Name: 'P' }, EventData: { Image: 'x' } }],
    [
      'without Event',
      { System: { EventID: { Value: 1 }, Channel: sysmon, Provider: { Name: 'P' } }, EventData: { Image: 'x' } },
    ],
  ])('%s, also under payload', (_, value) => {
    for (const given of [value, { eventType: 'x', payload: value }]) {
      const event = classified(given);
      expect(event.source.key).toBe('windows/sysmon/process_creation');
      expect(event.fields).toMatchObject({ EventID: 1, Channel: sysmon, Provider_Name: 'P', Image: 'x' });
    }
  });

  it('an event id alone is no Windows event', () => {
    expect(classified({ EventID: 1 }).source.key).toBe('//');
  });
});
