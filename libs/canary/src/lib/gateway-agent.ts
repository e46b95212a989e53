import { getCACertificates } from 'node:tls';
import { Agent } from 'undici';

/**
 * Connections to the gateway.
 *
 * @param ca whom to trust beside those that Node.js trusts already, PEM; a list given to TLS stands instead of theirs
 */
export function createGatewayAgent(ca?: string): Agent {
  return new Agent(ca === undefined ? {} : { connect: { ca: [...getCACertificates('default'), ca] } });
}
