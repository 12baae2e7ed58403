import { InputError } from '@axiswise/messages';
import type { EnvHttpProxyAgent } from 'undici';

/**
 * What connects to servers, through the proxies that `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` name,
 * in capitals or not.
 *
 * @throws InputError where a proxy's address cannot be read.
 */
export async function connector(): Promise<EnvHttpProxyAgent> {
  // Loaded on first use: loading takes longer than all else that this package does at the start.
  const { EnvHttpProxyAgent } = await import('undici');
  return new EnvHttpProxyAgent({
    httpProxy: proxyAddress('http_proxy'),
    httpsProxy: proxyAddress('https_proxy'),
    noProxy: variable('no_proxy'),
    // Many proxies allow tunnels to port 443 only.
    proxyTunnel: false,
  });
}

/** Empty where there is none: then undici does not look for itself. */
function proxyAddress(name: string): string {
  const value = variable(name);
  // Written so in many environments: proxy.example:3128.
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
