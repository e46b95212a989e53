import { ShieldCheck } from 'lucide-react';
import { Coming } from '../../app/coming.tsx';

export function CompliancePage() {
  return <Coming page="compliance" icon={ShieldCheck} />;
}
