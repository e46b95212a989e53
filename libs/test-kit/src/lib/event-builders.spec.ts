import { eventFieldsSchema, isOrgId } from '@redoubt/contracts';
import { eventLine, eventOf, newOrg } from './event-builders.ts';

describe('builders', () => {
  it('make events that fulfil the contract', () => {
    expect(eventFieldsSchema.parse(eventOf({ user: 'alice' })).user).toBe('alice');
    expect(JSON.parse(eventLine().toString())).toEqual(eventOf());
  });

  it('make a new organisation each time', () => {
    expect(isOrgId(newOrg())).toBe(true);
    expect(newOrg()).not.toBe(newOrg());
  });
});
