const shape = /^[A-Za-z0-9_.-]{1,200}$/;

/**
 * A job id of words. Jobs with the same id are one job as long as it is kept.
 *
 * @throws TypeError when it would be no job id; bullmq forbids colons, and numbers alone are its own
 */
export function jobId(...words: readonly (string | number)[]): string {
  const id = words.join('.');
  if (!shape.test(id) || /^\d+$/.test(id)) throw new TypeError(`not a job id: ${id}`);
  return id;
}
