/** Alerts, channels and receivers for specs of whatever sends notifications. */
export { HttpRecorder, type RecordedRequest } from './testing/http-recorder.ts';
export { MailRecorder, type RecordedMail } from './testing/mail-recorder.ts';
export { makeAlert, makeRecord } from './testing/make-alert.ts';
export { makeChannel } from './testing/make-channel.ts';
