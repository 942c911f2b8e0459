import { readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { createSecureContext } from 'node:tls';
import type { ClientConfig } from 'pg';
import { AddressFault, type Parameters } from './url-parts';

type Tls = Pick<ClientConfig, 'ssl' | 'sslnegotiation' | 'enableChannelBinding'>;

interface Files {
  ca?: string;
  cert?: string;
  key?: string;
  passphrase?: string;
}

/**
 * Reads the TLS parameters. A connection never falls back to no TLS. `require` verifies like `verify-full`, which is
 * stricter than libpq, unless `uselibpqcompat=true`.
 * @throws AddressFault
 */
export function readTls(parameters: Parameters, host: string): Tls {
  const negotiation = parameters.takeOneOf('sslnegotiation', 'postgres', 'direct');
  const binding = parameters.takeOneOf('channel_binding', 'disable', 'prefer');
  const ssl = sslOf(parameters, host);
  if (negotiation === 'direct' && ssl === false) throw new AddressFault('has sslnegotiation=direct without sslmode');
  return { ssl, sslnegotiation: negotiation ?? 'postgres', enableChannelBinding: binding === 'prefer' };
}

function sslOf(parameters: Parameters, host: string): Exclude<ClientConfig['ssl'], undefined> {
  const rootCertificate = parameters.take('sslrootcert');
  const isLibpq = parameters.takeOneOf('uselibpqcompat', 'true', 'false') === 'true';
  const accept = parameters.takeOneOf('sslaccept', 'strict', 'accept_invalid_certs');
  const files = filesOf(parameters, rootCertificate === 'system' ? undefined : rootCertificate);
  const mode = modeOf(parameters) ?? ((rootCertificate ?? files.cert ?? accept) ? 'verify-full' : 'disable');
  if (mode === 'disable') {
    if (rootCertificate ?? files.cert ?? accept) throw new AddressFault('names certificates but turns TLS off');
    return false;
  }
  if (mode === 'verify-ca' && files.ca === undefined)
    throw new AddressFault('has sslmode=verify-ca without an sslrootcert');
  const isUnverified =
    mode === 'no-verify' || accept === 'accept_invalid_certs' || (isLibpq && mode === 'require' && !files.ca);
  if (isUnverified && rootCertificate !== undefined)
    throw new AddressFault('names an sslrootcert but turns verification off');
  const anyName = mode === 'verify-ca' || (isLibpq && mode === 'require');
  return {
    ...files,
    rejectUnauthorized: !isUnverified,
    // Without it, Node checks the certificate of a server at an IP address against "localhost".
    ...(isIP(host) !== 0 && { host }),
    ...(anyName && { checkServerIdentity: () => undefined }),
  };
}

/** `sslmode`, or what `ssl` of pg and JDBC means. */
function modeOf(parameters: Parameters) {
  const mode = parameters.takeOneOf('sslmode', 'disable', 'require', 'verify-ca', 'verify-full', 'no-verify');
  const flag = parameters.takeOneOf('ssl', 'true', '1', 'false', '0', 'no-verify');
  if (flag === undefined) return mode;
  const meant = flag === 'no-verify' ? flag : flag === 'true' || flag === '1' ? 'verify-full' : 'disable';
  if (mode === undefined || mode === meant) return meant;
  if (meant === 'verify-full' && mode !== 'disable') return mode;
  throw new AddressFault('has an ssl that contradicts its sslmode: remove one of them');
}

function filesOf(parameters: Parameters, root: string | undefined): Files {
  const [cert, key] = [parameters.take('sslcert'), parameters.take('sslkey')];
  const passphrase = parameters.take('sslpassword');
  if ((cert === undefined) !== (key === undefined)) {
    throw new AddressFault(
      'needs sslcert and sslkey together, for a client certificate; the CA of the server is sslrootcert',
    );
  }
  const files: Files = {
    ...(root !== undefined && { ca: contentOf('sslrootcert', root) }),
    ...(cert !== undefined && { cert: contentOf('sslcert', cert) }),
    ...(key !== undefined && { key: contentOf('sslkey', key) }),
    ...(passphrase !== undefined && { passphrase }),
  };
  try {
    createSecureContext(files);
  } catch {
    throw new AddressFault(
      'names an sslrootcert, sslcert or sslkey that does not hold what it should (PEM, and a fitting key)',
    );
  }
  return files;
}

function contentOf(parameter: string, file: string): string {
  let text = '';
  try {
    if (statSync(file).isFile()) text = readFileSync(file, 'utf8');
  } catch {
    // The error text repeats the path, so it is not passed on.
  }
  if (!text.includes('-----BEGIN '))
    throw new AddressFault(`names an ${parameter} that cannot be read or is not a PEM file`);
  return text;
}
