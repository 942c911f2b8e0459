import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import path from 'node:path';
import { createSecureContext, TLSSocket } from 'node:tls';
import { promisify } from 'node:util';

/** TLS with a certificate that nobody has signed, before a server that speaks none. */
export interface TlsFront {
  port: number;
  /** File of the certificate, which is for `localhost`. */
  certificate: string;
  stop(): Promise<void>;
}

/** PostgreSQL is asked in clear first whether it speaks TLS: eight bytes, answered with one. */
const ASKING = 8;

/**
 * @param socket of the server that is behind it
 * @param folder for the certificate
 * @param isAsked whether clients speak as PostgreSQL's do
 */
export async function startTlsFront(socket: string, folder: string, isAsked: boolean): Promise<TlsFront> {
  const [certificate, key] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')];
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', certificate],
  ]);
  const secureContext = createSecureContext({ cert: await readFile(certificate), key: await readFile(key) });
  const open = new Set<Socket>();
  const secure = (client: Socket) => {
    const inside = new TLSSocket(client, { isServer: true, secureContext });
    const behind = connect(socket);
    for (const end of [inside, behind]) end.on('error', () => void [inside.destroy(), behind.destroy()]);
    inside.pipe(behind).pipe(inside);
  };
  const server = createServer((client) => {
    open.add(client.on('error', () => undefined).on('close', () => open.delete(client)));
    if (!isAsked) return secure(client);
    client.once('readable', () => {
      client.read(ASKING);
      client.write('S');
      secure(client);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    certificate,
    async stop() {
      for (const client of open) client.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
