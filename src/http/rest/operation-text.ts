import type { IncomingMessage } from 'node:http';
import type { OperationText } from '../../operations/replay/replay-cache';

/** The response to a GET depends only on the URL and the viewer. */
export const restText = ({ url = '' }: IncomingMessage): OperationText => `REST ${url}`;
