export { TestAuthority } from './lib/tls/test-authority.ts';
