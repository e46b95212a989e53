import { uiText } from '../messages/ui.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { Logo } from './logo.tsx';

/** The frame before it is known who looks at it. */
export function FrameSkeleton() {
  return (
    <div className="flex h-dvh" aria-busy>
      <span className="sr-only" role="status">
        {uiText.loading}
      </span>
      <div className="w-14 shrink-0 border-r border-line bg-sunken px-4 max-sm:hidden lg:w-50">
        <div className="flex h-12 items-center">
          <Logo />
        </div>
        {Array.from({ length: 9 }, (_, index) => (
          <Skeleton key={index} className="my-3 h-4 w-full" />
        ))}
      </div>
      <div className="flex-1">
        <div className="flex h-12 items-center border-b border-line px-6">
          <Skeleton className="h-5 w-28" />
        </div>
        <PageSkeleton />
      </div>
    </div>
  );
}

/** A page that is on its way. */
export function PageSkeleton() {
  return (
    <div className="flex flex-col gap-4 p-4 sm:p-6">
      <Skeleton className="h-7 w-64" />
      <Skeleton className="h-48 w-full" />
      <Skeleton className="h-32 w-full" />
    </div>
  );
}
