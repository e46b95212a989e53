/** Channels and receivers for specs of whatever sends notifications. */
export { HttpRecorder, type RecordedRequest } from './testing/http-recorder.ts';
export { MailRecorder, type RecordedMail } from './testing/mail-recorder.ts';
export { makeChannel } from './testing/make-channel.ts';
