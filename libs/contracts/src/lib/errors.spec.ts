import { classify, ConfigError, LeaseLostError, PermanentError, RetryableError, toError } from './errors.ts';

class StoreAwayError extends RetryableError {
  override name = 'StoreAwayError';
}

describe('classify', () => {
  it.each<[string, unknown]>([
    ['retryable', new RetryableError('away')],
    ['retryable', new StoreAwayError('away')],
    ['permanent', new PermanentError('never')],
    ['lease_lost', new LeaseLostError('gone')],
    ['config', new ConfigError('bad')],
    ['unknown', new Error('other')],
    ['unknown', 'text'],
    ['unknown', undefined],
    ['unknown', { name: 'RetryableError' }],
  ])('says %s', (kind, error) => {
    expect(classify(error)).toBe(kind);
  });

  it('keeps errors and wraps everything else', () => {
    const error = new TypeError('x');
    expect(toError(error)).toBe(error);
    expect(toError(null).message).toBe('null');
  });
});
