import { newOrgId } from '@redoubt/contracts';
import { OrgSlots } from './org-slots.ts';

describe('places for work that takes long', () => {
  const [acme, globex, initech] = [newOrgId(), newOrgId(), newOrgId()];

  it('are half for one organisation, and no more than there are for all', () => {
    const slots = new OrgSlots(5);
    const taken = [acme, acme, acme, globex, globex, initech, initech].map((orgId) => slots.take(orgId) !== undefined);
    expect(taken).toEqual([true, true, false, true, true, true, false]);
  });

  it('are one for an organisation where there is one at all', () => {
    const slots = new OrgSlots(1);
    expect(slots.take(acme)).toBeDefined();
    expect(slots.take(globex)).toBeUndefined();
  });

  it('are given back once', () => {
    const slots = new OrgSlots(4);
    const [first, second] = [slots.take(acme), slots.take(acme)];
    first?.();
    first?.();
    expect(slots.take(acme)).toBeDefined();
    expect(slots.take(acme)).toBeUndefined();
    second?.();
    expect(slots.take(acme)).toBeDefined();
  });
});
