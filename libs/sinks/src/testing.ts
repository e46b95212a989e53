export { FaultSink, type Fault, type SinkRequestSeen } from './testing/fault-sink.ts';
export { SyslogSink, type SyslogFault } from './testing/syslog-sink.ts';
