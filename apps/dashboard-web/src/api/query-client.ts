import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from './api-error.ts';

const maxRetries = 2;
const staleMs = 10_000;
/** Of answers nobody looks at. */
const keptMs = 5 * 60_000;

/** @param onRefused  told when the server refused a credential */
export function createQueryClient(onRefused: () => void): QueryClient {
  const onError = (error: unknown): void => {
    if (error instanceof ApiError && error.code === 'unauthenticated') onRefused();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { staleTime: staleMs, gcTime: keptMs, retry: shouldRetry, retryDelay },
      mutations: { retry: false },
    },
  });
}

function shouldRetry(failures: number, error: unknown): boolean {
  return failures < maxRetries && error instanceof ApiError && error.isPassing;
}

function retryDelay(failures: number, error: unknown): number {
  const askedMs = error instanceof ApiError ? (error.retryAfterS ?? 0) * 1_000 : 0;
  return Math.max(askedMs, 500 * 2 ** failures);
}
