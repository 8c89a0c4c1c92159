import { DEDICATED_PREFIX } from '#model';
import * as z from 'zod';
import { ipAddress, text, whole } from './scalars.ts';

/** A network: a scope in which addresses are unique. */
export const networkName = text(64).refine(
  (name) => !name.startsWith(DEDICATED_PREFIX),
  `must not begin with "${DEDICATED_PREFIX}"`,
);

/** As Linux has them: up to 15 bytes. */
export const interfaceName = z
  .string()
  .regex(/^[^\s/:]{1,15}$/, 'expected the name of a network interface, such as tap0');

/** A name of `ip netns`, or a path. */
export const netns = z
  .string()
  .max(4096)
  .regex(
    /^(?:\/[^\p{Cc}]+|[\w.-]{1,255})$/u,
    'expected the name of a network namespace or an absolute path such as /proc/1234/ns/net',
  );

const socketPath = z
  .string()
  .refine(
    (path) => path.startsWith('/') && !/\p{Cc}/u.test(path),
    'expected an absolute path such as /run/openimds/web.sock',
  )
  .refine((path) => Buffer.byteLength(path) <= 107, 'is longer than 107 bytes, which is what a socket may have');

const fileMode = z.string().regex(/^0?[0-7]{3}$/, 'expected permissions such as "0660", in quotes');

/** One entry of `attach`; that it has exactly one way of recognition is checked when it is read. */
export const attachmentSchema = z.strictObject({
  source: ipAddress.exactOptional(),
  destination: ipAddress.exactOptional(),
  network: networkName.exactOptional(),
  interface: interfaceName.exactOptional(),
  netns: netns.exactOptional(),
  host: ipAddress.exactOptional(),
  port: whole(1, 4_294_967_294).exactOptional(),
  socket: socketPath.exactOptional(),
  mode: fileMode.exactOptional(),
  vsock: whole(0, 4_294_967_294).exactOptional(),
  proxy: networkName.exactOptional(),
});

/** What `attach` holds once its shape has been checked. */
export type AttachmentShape = z.infer<typeof attachmentSchema>;
