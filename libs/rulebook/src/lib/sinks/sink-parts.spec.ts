import { PermanentError } from '@redoubt/contracts';
import { joinSink, splitSink } from './sink-parts.ts';
import { sinkSchema } from './sink-settings.ts';

const sink = sinkSchema.parse({
  ...{ sinkId: '0b0e9c7e-5f1f-4b52-9d53-2a2d3f0c1a11', name: 'archive', type: 's3', url: 'https://s3.example.org' },
  ...{ bucket: 'siem', prefix: 'logs/', accessKeyId: 'id', secretAccessKey: 'hunter2' },
});

it('takes a sink apart and puts it together again', () => {
  const { info, secrets } = splitSink(sink, 'siem_forwarder');
  expect(JSON.stringify(info)).not.toContain('hunter2');
  expect(joinSink(info, secrets)).toEqual(sink);
});

it('refuses for good one that an earlier release took, and tells nothing of its secrets', () => {
  const { info, secrets } = splitSink(sink, 'siem_forwarder');
  const join = (): unknown => joinSink({ ...info, config: { ...info.config, prefix: '../other/' } }, secrets);
  expect(join).toThrow(PermanentError);
  expect(join).toThrow('sink, prefix: ');
  expect(join).not.toThrow('hunter2');
});
