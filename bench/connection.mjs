import { connect } from 'node:net';

/** A keep-alive connection that carries one request at a time. Cheap on purpose: it shares the machine with the server. */
export class Connection {
  constructor(port) {
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.chunks = [];
    this.bytes = 0;
    this.wanted = null;
    this.socket.on('data', (chunk) => this.take(chunk));
    this.socket.on('error', () => undefined); // 'close' follows
    this.socket.on('close', () => this.fail?.(new Error('the server closed the connection')));
  }

  /** @returns {Promise<{ status: number, head: string, body: Buffer }>} */
  send(request) {
    return new Promise((resolve, reject) => {
      this.done = resolve;
      this.fail = reject;
      this.socket.write(request);
    });
  }

  close() {
    this.fail = undefined;
    this.socket.destroy();
  }

  take(chunk) {
    this.chunks.push(chunk);
    this.bytes += chunk.length;
    this.wanted ??= wantedBytes(this.chunks);
    if (this.wanted === 'chunked' ? !endsBody(chunk) : this.wanted === null || this.bytes < this.wanted) return;
    const all = this.chunks.length === 1 ? chunk : Buffer.concat(this.chunks);
    this.chunks = [];
    this.bytes = 0;
    this.wanted = null;
    this.done(answerOf(all));
  }
}

function answerOf(all) {
  const end = all.indexOf('\r\n\r\n');
  return {
    status: Number(all.toString('latin1', 9, 12)),
    head: all.toString('latin1', 0, end),
    body: all.subarray(end + 4),
  };
}

/** How long the whole answer will be; null until its head is complete. */
function wantedBytes(chunks) {
  const text = Buffer.concat(chunks).toString('latin1', 0, 4_096);
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, end));
  if (length) return end + 4 + Number(length[1]);
  return /\r\ntransfer-encoding: chunked/i.test(text.slice(0, end)) ? 'chunked' : end + 4;
}

const endsBody = (chunk) => chunk.subarray(-5).toString('latin1') === '0\r\n\r\n';
