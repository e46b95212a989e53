import clsx from 'clsx';

/** Stands where something will be, in its size. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={clsx('block animate-skeleton rounded-sm bg-hover', className ?? 'h-4 w-24')} />;
}

/** Lines of text to come. */
export function SkeletonLines({ count = 3 }: { count?: number }) {
  return (
    <span aria-hidden className="flex flex-col gap-2.5">
      {Array.from({ length: count }, (_, index) => (
        <Skeleton
          key={index}
          className={clsx('h-3.5', index === count - 1 ? 'w-2/5' : index % 2 === 0 ? 'w-full' : 'w-4/5')}
        />
      ))}
    </span>
  );
}
