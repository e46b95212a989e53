import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { complianceText } from '../../messages/compliance.ts';
import { Drawer, DrawerSection } from '../../ui/drawer.tsx';
import { CheckItem } from './check-item.tsx';
import { exceptionsQuery, type Check, type Control, type Exception } from './compliance-queries.ts';
import { ResultMark } from './result-mark.tsx';

const ExceptionDialog = lazy(() => import('./exception-dialog.tsx'));

interface ControlDrawerProps {
  control: Control | undefined;
  checks: readonly Check[];
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
  onClose: () => void;
}

/** One control: what it asks, the checks it rests on, and what they saw. */
export default function ControlDrawer({ control, checks, onPrevious, onNext, onClose }: ControlDrawerProps) {
  const [excepted, setExcepted] = useState<{ kind: Exception['kind']; check: Check }>();
  const { data } = useQuery(exceptionsQuery);
  const known = new Map(checks.map((check) => [check.checkId, check]));
  return (
    <>
      <Drawer
        isOpen={control !== undefined}
        onClose={onClose}
        title={control && `${control.controlId} ${control.summary}`}
        eyebrow={control && <ResultMark status={control.status} hasWord />}
        onPrevious={onPrevious}
        onNext={onNext}
      >
        {control && (
          <>
            {control.aliases.length > 0 && (
              <DrawerSection title={complianceText.earlier}>
                <p className="text-sm">{control.aliases.join(', ')}</p>
              </DrawerSection>
            )}
            <DrawerSection title={complianceText.checks}>
              <ul className="flex flex-col">
                {control.checks.map(({ checkId, why }) => {
                  const check = known.get(checkId);
                  const exceptions = data?.exceptions.filter((one) => one.checkId === checkId) ?? [];
                  return (
                    check && (
                      <CheckItem
                        key={checkId}
                        check={check}
                        why={why}
                        exceptions={exceptions}
                        onExcept={(kind) => setExcepted({ kind, check })}
                      />
                    )
                  );
                })}
              </ul>
            </DrawerSection>
          </>
        )}
      </Drawer>
      <Suspense>{excepted && <ExceptionDialog {...excepted} onClose={() => setExcepted(undefined)} />}</Suspense>
    </>
  );
}
