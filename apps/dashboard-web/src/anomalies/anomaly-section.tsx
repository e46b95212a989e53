import type { AnomalyReason } from '@redoubt/contracts';
import { anomaliesText } from '../messages/anomalies.ts';
import { DrawerSection } from '../ui/drawer.tsx';
import { ReasonList } from './reason-list.tsx';
import { ScoreMark } from './score-mark.tsx';

interface AnomalySectionProps {
  score: number;
  reasons: readonly AnomalyReason[];
  confidence?: number;
  isWarmingUp?: boolean;
}

/** How unusual something is, and why, in a drawer. */
export function AnomalySection({ score, reasons, confidence, isWarmingUp = false }: AnomalySectionProps) {
  return (
    <DrawerSection title={anomaliesText.why}>
      <div className="mb-2 flex flex-wrap items-center gap-2 text-xs text-muted">
        <ScoreMark score={score} />
        {confidence !== undefined && <span className="tabular">{anomaliesText.confidence(confidence)}</span>}
        {isWarmingUp && <span>{anomaliesText.capped}</span>}
        <span>{anomaliesText.noteWhy}</span>
      </div>
      <ReasonList reasons={reasons} />
    </DrawerSection>
  );
}
