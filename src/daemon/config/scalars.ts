import { isIP, isIPv4, isIPv6 } from 'node:net';
import { parseAccountId, parseInstanceId } from '#model';
import * as z from 'zod';

/** Text of bounded length that holds no control characters. */
export function text(longest = 1024): z.ZodString {
  return z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}]*$/u, 'holds a control character or a line break');
}

/** A resource id such as `subnet-0abc`: the prefix of its kind and letters or digits. */
export function resourceId(prefix: string): z.ZodString {
  return z
    .string()
    .regex(new RegExp(`^${prefix}-[0-9a-z]{1,64}$`), `expected an id such as ${prefix}-0123456789abcdef0`);
}

/** A whole number from `lowest` to `highest`. */
export function whole(lowest: number, highest: number): z.ZodInt {
  return z.int().min(lowest).max(highest);
}

/** A mapping from names to `value`, of at most `most` entries. */
export function byName<Value extends z.ZodType>(
  name: z.ZodString,
  value: Value,
  most: number,
): z.ZodRecord<z.ZodString, Value> {
  return z
    .record(name, value)
    .refine((entries) => Object.keys(entries).length <= most, `has more than ${most} entries`);
}

export const accountId = z.string().refine((value) => parseAccountId(value).ok, 'expected 12 digits, in quotes');
export const instanceId = z
  .string()
  .refine((value) => parseInstanceId(value).ok, 'expected an instance id: "i-" and 8 or 17 hexadecimal digits');
export const region = z
  .string()
  .max(32)
  .regex(/^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/, 'expected a Region such as us-east-1');
export const availabilityZone = z
  .string()
  .max(64)
  .regex(/^[a-z]{2,4}(?:-[a-z0-9]+)+[a-z]$/, 'expected an Availability Zone such as us-east-1a');
export const availabilityZoneId = z
  .string()
  .max(64)
  .regex(/^[a-z][a-z0-9-]*-az\d+$/, 'expected a zone id such as use1-az1');
export const instanceType = z
  .string()
  .max(64)
  .regex(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, 'expected an instance type such as t3.micro');
export const roleName = z
  .string()
  .regex(/^[\w+=,.@-]{1,64}$/, 'expected a role name: 1 to 64 of letters, digits and _+=,.@-');
export const roleArn = z
  .string()
  .max(2048)
  .regex(
    /^arn:aws[a-z-]*:iam::\d{12}:role\/(?:[!-~]+\/)?[\w+=,.@-]{1,64}$/,
    'expected the ARN of a role, such as arn:aws:iam::123456789012:role/name',
  );
export const mac = z
  .string()
  .regex(/^[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){5}$/, 'expected a MAC address such as 02:29:96:8f:6a:2d');
export const ipv4 = z.string().refine(isIPv4, 'expected an IPv4 address such as 10.0.0.5');
export const ipv6 = z.string().refine(isBareIpv6, 'expected an IPv6 address such as "2001:db8::5"');
export const ipAddress = z
  .string()
  .refine((value) => isIPv4(value) || isBareIpv6(value), 'expected an IPv4 or IPv6 address');
export const ipv4Cidr = z
  .string()
  .refine((value) => isCidr(value, 4), 'expected an IPv4 CIDR block such as 10.0.0.0/24');
export const ipv6Cidr = z
  .string()
  .refine((value) => isCidr(value, 6), 'expected an IPv6 CIDR block such as "2001:db8::/64"');
export const timestamp = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/, 'expected a UTC time such as 2026-01-31T12:00:00Z')
  .refine(isCalendarTime, 'is not a day of the calendar');
export const httpUrl = z.string().max(2048).refine(isHttpUrl, 'expected an http:// or https:// URL');

/** A zone (`%eth0`) says where an address is reachable and is no part of it. */
function isBareIpv6(value: string): boolean {
  return isIPv6(value) && !value.includes('%');
}

function isCidr(value: string, family: 4 | 6): boolean {
  const [address = '', bits = '', ...rest] = value.split('/');
  const longest = family === 4 ? 32 : 128;
  return rest.length === 0 && isIP(address) === family && !address.includes('%') && isPrefixLength(bits, longest);
}

function isPrefixLength(bits: string, longest: number): boolean {
  return /^(?:0|[1-9]\d{0,2})$/.test(bits) && Number(bits) <= longest;
}

/** `Date` rolls 31 February over into March; a round trip shows it. */
function isCalendarTime(value: string): boolean {
  const timeMs = Date.parse(value);
  return !Number.isNaN(timeMs) && new Date(timeMs).toISOString().startsWith(value.slice(0, 19));
}

function isHttpUrl(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}
