import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A line between one gateway and its Redis, on which what the gateway sends can be kept back. */
export interface RedisLink {
  /** `unix:///…` */
  url: string;
  /**
   * From the first piece on that holds `text`, what that connection sends waits, in its order.
   * @returns resolves when there was one
   */
  keepBack(text: RegExp): Promise<void>;
  /** Sends what waits. @returns resolves when Redis has answered on each connection that waited */
  release(): Promise<void>;
  close(): Promise<void>;
}

interface Line {
  up: Socket;
  waiting: Buffer[] | null;
}

export async function startRedisLink(redisUrl: string): Promise<RedisLink> {
  const target = redisUrl.slice('unix://'.length);
  const lines = new Set<Line>();
  const sockets = new Set<Socket>();
  let wanted: { text: RegExp; met: () => void } | null = null;

  const server = createServer((client) => {
    const up = connect(target);
    const line: Line = { up, waiting: null };
    lines.add(line);
    for (const socket of [client, up]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => [client, up].forEach((end) => end.destroy()));
    }
    up.pipe(client);
    client.on('data', (piece: Buffer) => {
      if (!line.waiting && wanted?.text.test(piece.toString('latin1'))) {
        line.waiting = [];
        wanted.met();
      }
      if (line.waiting) line.waiting.push(piece);
      else up.write(piece);
    });
  });
  const socketPath = path.join(tmpdir(), `stms-link-${randomBytes(6).toString('hex')}.sock`);
  server.listen(socketPath);
  await once(server, 'listening');

  return {
    url: `unix://${socketPath}`,
    keepBack: (text) => new Promise((resolve) => (wanted = { text, met: resolve })),
    async release() {
      wanted = null;
      const kept = [...lines].filter(({ waiting }) => waiting);
      await Promise.all(
        kept.map(async (line) => {
          const answered = once(line.up, 'data');
          line.up.write(Buffer.concat(line.waiting ?? []));
          line.waiting = null;
          await answered;
        }),
      );
    },
    async close() {
      sockets.forEach((socket) => socket.destroy());
      server.close();
      await once(server, 'close');
    },
  };
}
