import { homeIpOf, MISTYPES, USERS } from '../cast.ts';
import { eventItem } from '../traffic-item.ts';
import type { Scene } from './scene.ts';

const PLACES = [
  { city: 'Lisbon', country: 'PT' },
  { city: 'Oslo', country: 'NO' },
  { city: 'Toronto', country: 'CA' },
  { city: 'Nairobi', country: 'KE' },
] as const;
const APPLICATIONS = ['Mail', 'Console', 'Payroll', 'Wiki', 'Source Control'] as const;

/** Sign-ins at the cloud identity provider. */
export const cloudSignIn: Scene = (stage) => {
  const { random, timeMs } = stage;
  const isFailure = random.isTrue(MISTYPES);
  const user = random.pick(USERS);
  return eventItem(
    {
      id: stage.nextId(),
      eventType: isFailure ? 'failed_login' : 'successful_login',
      severity: isFailure ? 'medium' : 'informational',
      timestamp: new Date(timeMs).toISOString(),
      sourceIp: homeIpOf(user),
      user: `${user}@example.com`,
      asset: 'identity-provider',
      action: 'sign_in',
      outcome: isFailure ? 'failure' : 'success',
      message: `${user} signed in to ${random.pick(APPLICATIONS)}${isFailure ? ': refused' : ''}`,
      tags: ['cloud'],
      payload: {
        application: random.pick(APPLICATIONS),
        mfa: random.pick(['push', 'totp', 'webauthn']),
        location: random.pick(PLACES),
        isManagedDevice: random.isTrue(0.8),
        correlationId: random.hex(32),
      },
    },
    timeMs,
  );
};
