import { Database } from 'lucide-react';
import { Coming } from '../../app/coming.tsx';

export function RedisPage() {
  return <Coming page="redis" icon={Database} />;
}
