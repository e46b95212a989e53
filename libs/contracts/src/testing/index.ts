export { makePosture } from './make-posture.ts';
export { SAMPLE_CHECKS } from './sample-checks.ts';
