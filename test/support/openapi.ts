import Ajv2020 from 'ajv/dist/2020';
import { rest, type RestAnswer, type RestAsked } from './rest';

interface Operation {
  responses: Record<string, unknown>;
}

export interface OpenApi {
  openapi: string;
  info: { version: string };
  paths: Record<string, Record<string, Operation & Record<string, unknown>>>;
  components: Record<string, Record<string, unknown>>;
}

/** Sends a REST request, and throws if the answer does not match the OpenAPI document. */
export type Ask = (request: string, asked?: RestAsked) => Promise<RestAnswer>;

export async function documentOf(url: string): Promise<OpenApi> {
  return (await rest(url, 'GET /api/openapi.json')).body as unknown as OpenApi;
}

/** Reads the OpenAPI document of the gateway at `url`, and checks answers against it. */
export async function documentedRest(url: string): Promise<Ask> {
  const document = await documentOf(url);
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    formats: {
      'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
      date: /^\d{4}-\d\d-\d\d$/,
      'uri-reference': /^\/[\w./-]+$/,
      int32: true,
      double: true,
    },
  });
  ajv.addSchema(closed(document) as object, 'openapi.json');

  return async (request, asked) => {
    const answer = await rest(url, request, asked);
    const [method = '', address = ''] = request.split(' ');
    const path = pathOf(document, address);
    const response = document.paths[path]?.[method.toLowerCase()]?.responses[answer.status];
    if (!response) throw new Error(`${request} is documented with no ${answer.status}: ${answer.text}`);
    if (answer.status === 304) return answer;
    const pointer = contentPointer(path, method, answer, response);
    if (!ajv.validate({ $ref: `openapi.json#${pointer}` }, answer.body)) {
      throw new Error(`${request} is not as documented: ${ajv.errorsText()} in ${answer.text}`);
    }
    return answer;
  };
}

function contentPointer(path: string, method: string, { status, headers }: RestAnswer, response: object): string {
  const type = escaped(headers.get('content-type')?.split(';')[0] ?? '');
  const place =
    '$ref' in response
      ? String(response.$ref).slice(1)
      : `/paths/${escaped(path)}/${method.toLowerCase()}/responses/${status}`;
  return `${place}/content/${type}/schema`;
}

const escaped = (part: string) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));

/** The documented path an address belongs to; fixed ones before those with a parameter. */
function pathOf(document: OpenApi, address: string): string {
  const [pathname = ''] = address.split('?');
  const paths = Object.keys(document.paths);
  const matches = (path: string) => new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]*')}$`).test(pathname);
  const path = paths.find((one) => one === pathname) ?? paths.find(matches);
  if (!path) throw new Error(`${address} is not in the OpenAPI document`);
  return path;
}

/** The same schemas, but without additional properties. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, closed(part)]));
  return 'properties' in copy && copy['type'] === 'object' ? { ...copy, additionalProperties: false } : copy;
}
