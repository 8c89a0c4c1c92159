import cloudtrail from './gen/cloudtrail.json' with { type: 'json' };
import cloudwatch from './gen/cloudwatch.json' with { type: 'json' };
import config from './gen/config.json' with { type: 'json' };
import ec2 from './gen/ec2.json' with { type: 'json' };
import fis from './gen/fis.json' with { type: 'json' };
import guardduty from './gen/guardduty.json' with { type: 'json' };
import iam from './gen/iam.json' with { type: 'json' };
import type { Operations } from './gen/operations.ts';
import organizations from './gen/organizations.json' with { type: 'json' };
import sts from './gen/sts.json' with { type: 'json' };
import { loadService } from './load-service.ts';
import type { ServiceData } from './load-service.ts';
import type { ModelledError, Operation } from './schema.ts';

/** A service as IAM policies name it: the prefix of its actions. */
export type ServiceName = keyof Operations;

/** How a request and its answer are written. */
export type Protocol = 'ec2Query' | 'awsQuery' | 'awsJson1_0' | 'awsJson1_1' | 'restJson1' | 'rpcV2Cbor';

/** A service: where it is found and what it does. */
export interface Service {
  readonly name: ServiceName;
  /** In a SigV4 credential scope. */
  readonly signingName: string;
  /** Of the API, as a query's `Version` names it. */
  readonly version: string;
  readonly protocols: readonly Protocol[];
  /** The namespace of its XML; empty if it speaks none. */
  readonly namespace: string;
  /** The part of `X-Amz-Target` before the operation, without any prefix of its own; empty if it has none. */
  readonly target: string;
  /** The code with which it refuses an input that lacks something or has a value it must not have. */
  readonly validationCode: string;
  readonly operations: ReadonlyMap<string, Operation>;
  readonly errors: readonly ModelledError[];
}

type Description = Omit<Service, 'name' | 'operations' | 'errors'> & { readonly data: ServiceData };

const DESCRIPTIONS = {
  ec2: {
    data: ec2,
    signingName: 'ec2',
    version: '2016-11-15',
    protocols: ['ec2Query'],
    namespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
    target: '',
    validationCode: 'InvalidParameterValue',
  },
  iam: {
    data: iam,
    signingName: 'iam',
    version: '2010-05-08',
    protocols: ['awsQuery'],
    namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    target: '',
    validationCode: 'ValidationError',
  },
  sts: {
    data: sts,
    signingName: 'sts',
    version: '2011-06-15',
    protocols: ['awsQuery'],
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    target: '',
    validationCode: 'ValidationError',
  },
  cloudwatch: {
    data: cloudwatch,
    signingName: 'monitoring',
    version: '2010-08-01',
    protocols: ['awsQuery', 'awsJson1_0', 'rpcV2Cbor'],
    namespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
    target: 'GraniteServiceVersion20100801',
    validationCode: 'ValidationError',
  },
  cloudtrail: {
    data: cloudtrail,
    signingName: 'cloudtrail',
    version: '2013-11-01',
    protocols: ['awsJson1_1'],
    namespace: '',
    target: 'CloudTrail_20131101',
    validationCode: 'ValidationException',
  },
  config: {
    data: config,
    signingName: 'config',
    version: '2014-11-12',
    protocols: ['awsJson1_1'],
    namespace: '',
    target: 'StarlingDoveService',
    validationCode: 'ValidationException',
  },
  organizations: {
    data: organizations,
    signingName: 'organizations',
    version: '2016-11-28',
    protocols: ['awsJson1_1'],
    namespace: '',
    target: 'AWSOrganizationsV20161128',
    validationCode: 'InvalidInputException',
  },
  guardduty: {
    data: guardduty,
    signingName: 'guardduty',
    version: '2017-11-28',
    protocols: ['restJson1'],
    namespace: '',
    target: '',
    validationCode: 'BadRequestException',
  },
  fis: {
    data: fis,
    signingName: 'fis',
    version: '2020-12-01',
    protocols: ['restJson1'],
    namespace: '',
    target: '',
    validationCode: 'ValidationException',
  },
} satisfies Readonly<Record<ServiceName, Description>>;

/** Every service that is spoken. */
export const SERVICES: readonly Service[] = Object.entries<Description>(DESCRIPTIONS).map(
  ([name, { data, ...description }]) => ({
    // The keys of the table above are checked to be all of the names and nothing else.
    name: name as ServiceName,
    ...description,
    ...loadService(data),
  }),
);
