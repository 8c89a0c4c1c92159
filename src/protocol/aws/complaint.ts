import type { ApiError } from './api-error.ts';
import type { Service } from './services.ts';

/** What is wrong with an input. `path` is spelled as in a query: `TagSpecification.1.Tag.2.Key`, `Tags.member.1.Key`. */
export type Complaint =
  /** A member that is required is not there. */
  | { readonly kind: 'missing'; readonly path: string }
  /** A text is none of those it may be. */
  | { readonly kind: 'not-in-enum'; readonly path: string; readonly value: string; readonly values: readonly string[] }
  /** A value is not of its type. */
  | { readonly kind: 'malformed'; readonly path: string; readonly expected: string }
  /** A parameter that the operation does not have. Only EC2 minds. */
  | { readonly kind: 'unknown'; readonly path: string }
  /** The document that holds the input is not one; `reason` is a sentence. */
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Collects what is wrong; the first is what the sender is told. */
export type Complain = (complaint: Complaint) => void;

const LONGEST_ECHO = 100;

/** A complaint in the words of `service` (EC2 API Reference, "Error codes"; the others as their validation answers). */
export function describeComplaint(complaint: Complaint, service: Service): ApiError {
  if (service.name === 'ec2') return ec2Error(complaint);
  switch (complaint.kind) {
    case 'missing':
      return constraint(service, 'Value null', complaint.path, 'Member must not be null');
    case 'not-in-enum': {
      const set = `Member must satisfy enum value set: [${complaint.values.join(', ')}]`;
      return constraint(service, `Value '${clipped(complaint.value)}'`, complaint.path, set);
    }
    case 'malformed':
      return unserializable(service, `The value at '${memberPath(complaint.path)}' is not ${complaint.expected}`);
    case 'unknown':
      return { code: service.validationCode, message: `Unknown parameter '${complaint.path}'` };
    case 'unreadable':
      return unserializable(service, complaint.reason);
  }
}

function ec2Error(complaint: Complaint): ApiError {
  switch (complaint.kind) {
    case 'missing':
      return { code: 'MissingParameter', message: `The request must contain the parameter ${complaint.path}` };
    case 'not-in-enum': {
      const { path, value, values } = complaint;
      const message = `Value (${clipped(value)}) for parameter ${path} is invalid. Valid values are: ${values.join(', ')}.`;
      return { code: 'InvalidParameterValue', message };
    }
    case 'malformed':
      return {
        code: 'InvalidParameterValue',
        message: `The value of parameter ${complaint.path} is invalid: it must be ${complaint.expected}.`,
      };
    case 'unknown':
      return { code: 'UnknownParameter', message: `The parameter ${complaint.path} is not recognized` };
    case 'unreadable':
      return { code: 'MalformedQueryString', message: complaint.reason };
  }
}

function constraint(service: Service, value: string, path: string, text: string): ApiError {
  const where = `${value} at '${memberPath(path)}' failed to satisfy constraint: ${text}`;
  return { code: service.validationCode, message: `1 validation error detected: ${where}` };
}

function unserializable({ protocols, validationCode }: Service, message: string): ApiError {
  if (protocols.includes('restJson1')) return { code: validationCode, message };
  return { code: protocols.includes('awsQuery') ? 'MalformedInput' : 'SerializationException', message };
}

/** `Tags.member.1.Key` as the services' own messages spell it: `tags.1.member.key`. */
function memberPath(path: string): string {
  return path
    .split('.')
    .map((name) => name.charAt(0).toLowerCase() + name.slice(1))
    .join('.')
    .replaceAll(/member\.(\d+)/g, '$1.member');
}

function clipped(value: string): string {
  return value.length <= LONGEST_ECHO ? value : `${value.slice(0, LONGEST_ECHO)}…`;
}
