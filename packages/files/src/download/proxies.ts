import { InputError } from '@axiswise/messages';
import type { Dispatcher } from 'undici';
import { RefusedError } from './connection-failure.ts';

/**
 * Makes the dispatcher of requests, through the proxies in `HTTPS_PROXY`, `HTTP_PROXY` and
 * `NO_PROXY`, in upper or lower case.
 *
 * @param options.httpsOnly refuses addresses that are not https, redirects to such ones included.
 * @throws InputError if a proxy's address is invalid.
 */
export async function connector(
  options: { readonly httpsOnly?: boolean } = {},
): Promise<Dispatcher> {
  // Loaded on first use, because it takes longer to load than the rest of this package.
  const { EnvHttpProxyAgent } = await import('undici');
  const agent = new EnvHttpProxyAgent({
    httpProxy: proxyAddress('http_proxy'),
    httpsProxy: proxyAddress('https_proxy'),
    noProxy: variable('no_proxy'),
    // Many proxies allow tunnels to port 443 only.
    proxyTunnel: false,
  });
  return options.httpsOnly ? agent.compose(refuseInsecure) : agent;
}

const refuseInsecure: Dispatcher.DispatcherComposeInterceptor =
  (dispatch) => (request, handler) => {
    const origin = String(request.origin);
    if (!origin.startsWith('https:')) {
      throw new RefusedError(`${origin} is not https, so anyone on the way could change the file`);
    }
    return dispatch(request, handler);
  };

/** The proxy's address, or an empty text, with which undici does not look for one itself. */
function proxyAddress(name: string): string {
  const value = variable(name);
  // Many environments write it without a protocol: proxy.example:3128.
  const address = value === '' || value.includes('://') ? value : `http://${value}`;
  if (address === '' || /^(https?|socks5?):$/.test(protocolOf(address))) return address;
  throw new InputError(
    'data',
    `$${name.toUpperCase()} must be an address such as http://proxy.example:3128, got '${value}'`,
  );
}

const protocolOf = (address: string): string =>
  URL.canParse(address) ? new URL(address).protocol : '';

const variable = (name: string): string =>
  process.env[name] || process.env[name.toUpperCase()] || '';
