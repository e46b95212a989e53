// A real OpenID provider for tests: signs in whoever login_hint names (`<name>:<group>,<group>`) without asking.
// Prints its issuer once it listens; ends with its standard input.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const groups = new Map();
const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      { client_id: 'redoubt', client_secret: 'a-secret-of-the-test', redirect_uris: ['http://127.0.0.1/callback'] },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        email: `${id}@example.com`,
        email_verified: !id.startsWith('unverified'),
        name: `Name of ${id}`,
        groups: groups.get(id) ?? [],
      }),
    }),
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
  const handle = provider.callback();
  server.on('request', async (request, response) => {
    if (!request.url.startsWith('/interaction/')) return handle(request, response);
    const { params } = await provider.interactionDetails(request, response);
    const [accountId, names = ''] = params.login_hint.split(':');
    if (accountId === 'refused') {
      return provider.interactionFinished(request, response, { error: 'access_denied' });
    }
    groups.set(accountId, names.split(','));
    await provider.interactionFinished(request, response, { login: { accountId } });
  });
  console.log(issuer);
});
process.stdin.on('end', () => process.exit(0)).resume();
