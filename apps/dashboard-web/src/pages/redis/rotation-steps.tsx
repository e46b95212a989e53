import clsx from 'clsx';
import { redisText } from '../../messages/redis.ts';

const STEPS = ['prepared', 'added', 'switched', 'removing'] as const;

/** How far the exchange of a password is. */
export function RotationSteps({ step }: { step: string | undefined }) {
  const at = STEPS.findIndex((one) => one === step);
  return (
    <ol className="flex flex-col gap-1.5">
      {STEPS.map((one, index) => (
        <li
          key={one}
          aria-current={index === at ? 'step' : undefined}
          className={clsx(
            'flex items-center gap-2 text-sm',
            index > at ? 'text-faint' : index === at ? '' : 'text-muted',
          )}
        >
          <span
            aria-hidden
            className={clsx(
              'size-2 rounded-full',
              index < at ? 'bg-good' : index === at ? 'bg-accent' : 'border border-line-strong',
            )}
          />
          {redisText.steps[one]}
        </li>
      ))}
    </ol>
  );
}
