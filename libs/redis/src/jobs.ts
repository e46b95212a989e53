export { createJobsConnection, type JobsConnection } from './lib/jobs-connection.ts';
