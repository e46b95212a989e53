import { backends } from './backends.ts';

export default async function stopBackends(): Promise<void> {
  const { redis, postgres } = backends();
  await Promise.all([redis?.stop(), postgres?.stop()]);
}
