import { err, ok } from '#base';
import type { Result } from '#base';
import type { ZodType } from 'zod';

/** One request as a route sees it. */
export interface AdminCall<Input> {
  /** Body of a POST, PUT or PATCH, else the query; as the route's schema made it. */
  readonly input: Input;
  /** Values of the `{names}` in the path, percent-decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly accountId: string;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
}

/** What a route answers: one JSON value, text of another kind, or values one after the other, each a line of JSON. */
export type AdminAnswer =
  | { readonly kind: 'json'; readonly value: unknown; readonly status?: 200 | 201 | 202 | undefined }
  | { readonly kind: 'text'; readonly text: string; readonly contentType: string }
  | { readonly kind: 'lines'; readonly lines: AsyncIterable<unknown> };

/** Why a request was not carried out. */
export interface AdminError {
  readonly status: 400 | 404 | 405 | 409 | 413 | 500 | 503;
  /** A word such as `ValidationException`. */
  readonly code: string;
  /** What is wrong, and what would be right. Never quotes a secret. */
  readonly message: string;
}

/** The verbs of HTTP that routes use. */
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One thing that can be asked for. */
export interface RouteDefinition<Input> {
  readonly method: Method;
  /** Below `/_openimds/v1`, such as `/faults/{faultId}`. */
  readonly path: string;
  /** As policies name it, without `openimds:`; also the OpenAPI `operationId`. */
  readonly action: string;
  /** One line, for the OpenAPI document. */
  readonly summary: string;
  /** What the body or the query must be; absent: nothing is read of it. */
  readonly input?: ZodType<Input>;
  readonly handle: (call: AdminCall<Input>) => Outcome | Promise<Outcome>;
}

/** How a request ends. */
export type Outcome = Result<AdminAnswer, AdminError>;

/** A call that only has to be made. */
interface PreparedCall {
  readonly input: unknown;
  readonly handle: (call: Omit<AdminCall<unknown>, 'input'>) => Outcome | Promise<Outcome>;
}

/** A route of whatever input. */
export interface Route extends Omit<RouteDefinition<never>, 'handle' | 'input'> {
  readonly input: ZodType | undefined;
  /** Checks what was sent. */
  readonly prepare: (sent: unknown) => Result<PreparedCall, AdminError>;
}

/** Makes a route whose `handle` is given what its schema has checked. */
export function defineRoute<Input = undefined>(definition: RouteDefinition<Input>): Route {
  const { method, path, action, summary, input: schema, handle } = definition;
  return {
    method,
    path,
    action,
    summary,
    input: schema,
    prepare(sent) {
      const checked = check(schema, sent);
      if (!checked.ok) return checked;
      const input = checked.value;
      return ok({ input, handle: (call) => handle({ ...call, input }) });
    },
  };
}

function check<Input>(schema: ZodType<Input> | undefined, sent: unknown): Result<Input, AdminError> {
  // Without a schema the input is declared to be nothing.
  if (schema === undefined) return ok(undefined as Input);
  const parsed = schema.safeParse(sent);
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  return err(invalid(`${place}${issue?.message ?? 'not what is expected'}`));
}

/** The request is wrong in itself. */
export function invalid(message: string): AdminError {
  return { status: 400, code: 'ValidationException', message };
}

/** A JSON value as the answer. */
export function json(value: unknown, status?: 200 | 201 | 202): Outcome {
  return ok({ kind: 'json', value, status });
}
