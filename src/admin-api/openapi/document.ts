import { z } from 'zod';
import type { Route } from '../route.ts';

/** Where the API is and which version it is. */
export interface ApiTitle {
  readonly prefix: string;
  readonly version: string;
}

const ERROR = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: { code: { type: 'string' }, message: { type: 'string' } },
    },
  },
};

/** OpenAPI 3.1 for the routes: their schemas are what requests are checked with. */
export function openApiDocument(routes: readonly Route[], { prefix, version }: ApiTitle): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(route);
  return {
    openapi: '3.1.0',
    info: {
      title: 'openimds',
      version,
      description: 'What no AWS API offers. Requests are signed with SigV4 for the service openimds.',
    },
    servers: [{ url: prefix.replace(/\/$/, '') }],
    components: { securitySchemes: { sigv4: { type: 'apiKey', in: 'header', name: 'Authorization' } } },
    security: [{ sigv4: [] }],
    paths,
  };
}

function operationOf(route: Route): Record<string, unknown> {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const inPath = names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  const schema = route.input && (z.toJSONSchema(route.input, { io: 'input', unrepresentable: 'any' }) as InputSchema);
  const bodiless = route.method === 'GET' || route.method === 'DELETE';
  return {
    operationId: route.action,
    summary: route.summary,
    parameters: [...inPath, ...(schema !== undefined && bodiless ? queryOf(schema) : [])],
    ...(schema !== undefined && !bodiless && { requestBody: { content: { 'application/json': { schema } } } }),
    responses: {
      '2XX': { description: 'Done' },
      default: { description: 'Not done', content: { 'application/json': { schema: ERROR } } },
    },
  };
}

interface InputSchema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
}

function queryOf({ properties = {}, required = [] }: InputSchema): readonly unknown[] {
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}
