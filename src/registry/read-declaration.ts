import { err, ok } from '#base';
import type { Result } from '#base';
import { DEDICATED_PREFIX, parseAddress } from '#model';
import type { InstanceDeclaration } from '#model';

/**
 * Reads the body of an instance document. What the index is built from and what `completeInstance` cannot do without is
 * checked; the rest is taken as its writer left it. The error says what is wrong and quotes no value.
 */
export function readDeclaration(id: string, body: string): Result<InstanceDeclaration, string> {
  const value = parse(body);
  if (!isRecord(value)) return err('the body is not a JSON object');
  const wrong = firstWrong(value, id);
  // The writer's type, of which everything read here has been checked.
  return wrong === undefined ? ok(value as unknown as InstanceDeclaration) : err(wrong);
}

function firstWrong(value: Readonly<Record<string, unknown>>, id: string): string | undefined {
  if (value['id'] !== id) return 'id is not that of the document';
  for (const name of ['accountId', 'region']) {
    if (typeof value[name] !== 'string') return `${name} is not a string`;
  }
  for (const name of ['launchTimeMs', 'revisedAtMs']) {
    if (typeof value[name] !== 'number') return `${name} is not a number`;
  }
  if (!isRecord(value['metadataOptions'])) return 'metadataOptions is not an object';
  const { attachments = [], throttle = {} } = value;
  if (!isRecord(throttle) || Object.values(throttle).some((limit) => typeof limit !== 'number'))
    return 'throttle is not an object of numbers';
  if (!Array.isArray(attachments)) return 'attachments is not a list';
  const index = attachments.findIndex((attachment) => !isAttachment(attachment));
  return index === -1 ? undefined : `attachments[${index}] is not an attachment, or its address cannot be read`;
}

function isAttachment(value: unknown): boolean {
  if (!isRecord(value) || typeof value['kind'] !== 'string') return false;
  // Another way to be attached, which a later release may know, still makes the instance an attached one.
  const isRight = ATTACHMENT_CHECKS[value['kind']];
  return isRight === undefined || isRight(value);
}

const ATTACHMENT_CHECKS: Readonly<Record<string, (value: Readonly<Record<string, unknown>>) => boolean>> = {
  source: (value) => isNetwork(value['network']) && isAddress(value['address']),
  destination: (value) => isNetwork(value['network']) && isAddress(value['address']),
  interface: (value) =>
    typeof value['interface'] === 'string' &&
    (value['address'] === undefined || isAddress(value['address'])) &&
    isEndpoint(value),
  netns: (value) => typeof value['netns'] === 'string' && isEndpoint(value),
  socket: (value) => typeof value['path'] === 'string' && Number.isInteger(value['mode']),
  vsock: (value) => Number.isInteger(value['cid']) && Number.isInteger(value['port']),
  proxy: (value) => isNetwork(value['network']),
};

function isEndpoint({ host, port }: Readonly<Record<string, unknown>>): boolean {
  return (host === undefined || isAddress(host)) && (port === undefined || Number.isInteger(port));
}

function isAddress(value: unknown): boolean {
  return typeof value === 'string' && parseAddress(value) !== undefined;
}

/** No attachment by address may claim what is a dedicated listener's own. */
function isNetwork(value: unknown): boolean {
  return typeof value === 'string' && !value.startsWith(DEDICATED_PREFIX);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
