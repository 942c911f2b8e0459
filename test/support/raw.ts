import { connect } from 'node:net';

/** Sends bytes that no client would, and answers all that came back until the gateway hung up or was silent for a while. */
export function raw(url: string, bytes: string | Buffer, silenceMs = 500): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let text = '';
    const socket = connect({ host: hostname, port: Number(port) }, () => socket.write(bytes));
    const end = () => {
      socket.destroy();
      resolve(text);
    };
    socket.setEncoding('latin1').setTimeout(silenceMs, end);
    socket.on('data', (piece: string) => (text += piece));
    socket.on('error', end).on('close', end);
  });
}
