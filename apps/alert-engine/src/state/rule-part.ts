import { subjectHash } from '@redoubt/key-schema';

const plain = /^[A-Za-z0-9_.-]{1,128}$/;

/** What stands for a rule in a key: its id where that is a plain word, as UUIDs are, else a hash of it. */
export function rulePart(ruleId: string): string {
  return plain.test(ruleId) ? ruleId : subjectHash(ruleId);
}
