import * as z from 'zod';

import { byName, httpUrl, region, roleArn, text, timestamp, whole } from './scalars.ts';

const statement = z.looseObject({ Effect: z.enum(['Allow', 'Deny']) });

/** A policy document: its statements are checked for an effect, the rest is kept as written. */
const policyDocument = z.looseObject({
  Version: z.enum(['2012-10-17', '2008-10-17']).exactOptional(),
  Statement: z.union([statement, z.array(statement)]),
});

const awsIssuer = z.strictObject({
  roleArn,
  endpoint: httpUrl.exactOptional(),
  region: region.exactOptional(),
  externalId: text(1224).min(2).exactOptional(),
  durationSeconds: whole(900, 43_200).exactOptional(),
});

const processIssuer = z.strictObject({
  command: z.array(z.string().min(1).max(4096)).min(1).max(256),
  timeoutSeconds: whole(1, 300).exactOptional(),
});

const staticIssuer = z.strictObject({
  accessKeyId: text(128),
  secretAccessKey: text(1024),
  sessionToken: text(16_384).exactOptional(),
  expiration: timestamp.exactOptional(),
});

const issuer = z.union([
  z.literal('local'),
  z.strictObject({
    aws: awsIssuer.exactOptional(),
    process: processIssuer.exactOptional(),
    static: staticIssuer.exactOptional(),
  }),
]);

/** One entry of `roles`. */
export const roleSchema = z.strictObject({
  trust: z.union([z.literal('ec2'), policyDocument]).exactOptional(),
  policies: byName(
    z.string().regex(/^[\w+=,.@-]{1,128}$/, 'expected a policy name'),
    policyDocument,
    100,
  ).exactOptional(),
  issuer: issuer.exactOptional(),
});

/** A role once its shape has been checked. */
export type RoleShape = z.infer<typeof roleSchema>;
