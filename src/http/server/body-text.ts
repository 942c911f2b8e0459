import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../../platform/errors/app-error';
import { isRead } from './reads';

/*
 * Threats this file answers: damaged text. A byte that is not UTF-8 would become U+FFFD, and passwords that differ only in
 * such bytes would be the same. So bodies must be UTF-8, without a content coding.
 */

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const UTF_8 = ['utf-8', 'utf8'];

/** Refuses bodies in another charset or content coding with 415 before they are read. */
export function refuseOtherEncodings(app: FastifyInstance): void {
  app.addHook('preParsing', (request, reply, _payload, done) => {
    if (isRead(request) || !hasBody(request)) return done();
    const { 'content-encoding': coding = '', 'content-type': type = '' } = request.headers;
    if (!isIdentity(coding)) {
      reply.header('accept-encoding', 'identity');
      return done(new AppError('UNSUPPORTED_MEDIA_TYPE', 'Send the body without a Content-Encoding.'));
    }
    if (!charsetsOf(type).every((charset) => UTF_8.includes(charset)))
      return done(new AppError('UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json in UTF-8.'));
    done();
  });
}

/**
 * The text of a body, without the byte order mark that some clients add.
 *
 * @throws AppError BAD_REQUEST for bytes that are not UTF-8
 */
export function textOf(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new AppError('BAD_REQUEST', 'The body is not valid UTF-8.');
  const isMarked = BYTE_ORDER_MARK.every((byte, at) => bytes[at] === byte);
  return bytes.toString('utf8', isMarked ? BYTE_ORDER_MARK.length : 0);
}

const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

const isIdentity = (coding: string): boolean =>
  coding.split(',').every((one) => ['', 'identity'].includes(one.trim().toLowerCase()));

const PARAMETER = /;\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;"]*))/g;

/** The charsets that a Content-Type declares, in lower case. There should be at most one. */
function charsetsOf(type: string): string[] {
  if (!type.includes(';')) return [];
  const parameters = [...type.matchAll(PARAMETER)];
  return parameters
    .filter(([, name]) => name?.toLowerCase() === 'charset')
    .map(([, , quoted, plain]) => (quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '').trim().toLowerCase())
    .filter((charset) => charset !== '');
}
