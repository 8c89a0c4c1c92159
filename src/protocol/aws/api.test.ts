// What no well-behaved client sends, and the answers spelled out: the other half of `conformance.test.ts`.
import { deepEqual, equal, match, ok as truthy } from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { encodeAtOnce } from './encode-at-once.test-support.ts';
import { decodeInput, encodeError, MAXIMUM_BODY_BYTES, recognize } from './index.ts';
import type { ApiError, ApiRequest, ApiResponse, Protocol, RecognizedCall } from './index.ts';

const EC2 = 'Version=2016-11-15';
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));

function form(body: string, rest: Partial<ApiRequest> = {}): ApiRequest {
  const headers = [['Content-Type', 'application/x-www-form-urlencoded; charset=utf-8']] as const;
  return { method: 'POST', path: '/', query: '', headers, body: bytes(body), ...rest };
}

function json(target: string, body: string, version = '1.1'): ApiRequest {
  const headers = [
    ['content-type', `application/x-amz-json-${version}`],
    ['X-Amz-Target', target],
  ] as const;
  return { method: 'POST', path: '/', query: '', headers, body: bytes(body) };
}

function rest(method: string, path: string, body = '', query = ''): ApiRequest {
  return { method, path, query, headers: [['content-type', 'application/json']], body: bytes(body) };
}

/** The protocol, and either the input or the error, that a request comes to. */
function outcome(request: ApiRequest, scope?: string): { protocol: Protocol; input?: unknown; error?: ApiError } {
  const recognized = recognize(request, scope);
  if (!recognized.ok) return { protocol: recognized.error.protocol, error: recognized.error.error };
  const { protocol } = recognized.value;
  const decoded = decodeInput(recognized.value);
  return decoded.ok ? { protocol, input: decoded.value } : { protocol, error: decoded.error };
}

function call(request: ApiRequest, scope?: string): RecognizedCall {
  const recognized = recognize(request, scope);
  if (!recognized.ok) throw new Error(recognized.error.error.message);
  return recognized.value;
}

const text = ({ body }: ApiResponse): string => Buffer.from(body).toString();
const code = (request: ApiRequest, scope?: string): string | undefined => outcome(request, scope).error?.code;

test('EC2 says in its own codes what is wrong with a request', () => {
  const modify = `Action=ModifyInstanceMetadataOptions&${EC2}`;
  const cases: readonly (readonly [string, ApiError])[] = [
    [modify, { code: 'MissingParameter', message: 'The request must contain the parameter InstanceId' }],
    [
      `${modify}&InstanceId=i-1&HttpTokens=maybe`,
      {
        code: 'InvalidParameterValue',
        message: 'Value (maybe) for parameter HttpTokens is invalid. Valid values are: optional, required.',
      },
    ],
    [
      `${modify}&InstanceId=i-1&HttpPutResponseHopLimit=two`,
      {
        code: 'InvalidParameterValue',
        message: 'The value of parameter HttpPutResponseHopLimit is invalid: it must be a number.',
      },
    ],
    [
      `${modify}&InstanceId=i-1&DryRun=yes`,
      { code: 'InvalidParameterValue', message: 'The value of parameter DryRun is invalid: it must be true or false.' },
    ],
    [
      `${modify}&InstanceId=i-1&HttpToken=required`,
      { code: 'UnknownParameter', message: 'The parameter HttpToken is not recognized' },
    ],
    [
      `${modify}&InstanceId=i-1&InstanceId.1=i-2`,
      { code: 'UnknownParameter', message: 'The parameter InstanceId.1 is not recognized' },
    ],
    [
      `Action=RunInstances&${EC2}&MinCount=1&MaxCount=1&TagSpecification.1.ResourceType=moon`,
      { code: 'InvalidParameterValue', message: '' },
    ],
  ];
  for (const [body, expected] of cases) {
    const { protocol, error } = outcome(form(body), 'ec2');
    equal(protocol, 'ec2Query');
    equal(error?.code, expected.code, body);
    if (expected.message !== '') equal(error.message, expected.message);
  }
});

test('the other query services say it in theirs, and pass over what they do not know', () => {
  const create = 'Action=CreateRole&Version=2010-05-08';
  deepEqual(outcome(form(create), 'iam').error, {
    code: 'ValidationError',
    message:
      "1 validation error detected: Value null at 'roleName' failed to satisfy constraint: Member must not be null",
  });
  const role = `${create}&RoleName=r&AssumeRolePolicyDocument=%7B%7D`;
  deepEqual(outcome(form(`${role}&Colour=red`), 'iam').input, { RoleName: 'r', AssumeRolePolicyDocument: '{}' });
  match(outcome(form(`${role}&Tags.member.1.Key=k`), 'iam').error?.message ?? '', /'tags\.1\.member\.value'/);
  equal(code(form(`${role}&MaxSessionDuration=long`), 'iam'), 'MalformedInput');
});

test('the document protocols say it in theirs', () => {
  const rule = 'StarlingDoveService.DescribeComplianceByConfigRule';
  equal(code(json(rule, '{"ComplianceTypes":["MAYBE"]}')), 'ValidationException');
  match(
    outcome(json(rule, '{"ComplianceTypes":["COMPLIANT","MAYBE"]}')).error?.message ?? '',
    /'complianceTypes\.2\.member'/,
  );
  equal(code(json(rule, '{"ComplianceTypes":"COMPLIANT"}')), 'SerializationException');
  equal(code(json(rule, '{"NextToken":1}')), 'SerializationException');
  equal(code(json(rule, '{')), 'SerializationException');
  equal(code(json(rule, '[]')), 'SerializationException');
  equal(code(json(rule, '\u{fffd}')), 'SerializationException');
  equal(code({ ...json(rule, ''), body: Uint8Array.of(0xff) }), 'SerializationException');
  equal(code(json('AWSOrganizationsV20161128.DescribePolicy', '{}')), 'InvalidInputException');
  equal(code(json('GraniteServiceVersion20100801.DeleteAlarms', '{"AlarmNames":[{}]}', '1.0')), 'MalformedInput');
  deepEqual(outcome(json(rule, '{"NextToken":null,"Colour":"red"}')).input, {});
  deepEqual(outcome(json(rule, '')).input, {});
});

test('restJson1 takes an input from path, query string and body', () => {
  deepEqual(outcome(rest('GET', '/detector', '', 'maxResults=5&nextToken=a%2Bb')).input, {
    MaxResults: 5,
    NextToken: 'a+b',
  });
  deepEqual(outcome(rest('DELETE', '/tags/arn%3Aaws%3Ax%2Fy+z', '', 'tagKeys=a&tagKeys=b')).input, {
    ResourceArn: 'arn:aws:x/y+z',
    TagKeys: ['a', 'b'],
  });
  deepEqual(outcome(rest('POST', '/detector/d/findings/get/', '{"findingIds":["f"]}'), 'guardduty').input, {
    DetectorId: 'd',
    FindingIds: ['f'],
  });
  equal(code(rest('GET', '/detector', '', 'maxResults=many')), 'BadRequestException');
  equal(code(rest('DELETE', '/tags/arn')), 'BadRequestException');
  equal(code(rest('GET', '/detector', '', 'maxResults=%zz')), 'BadRequestException');
  for (const [method, path] of [
    ['PATCH', '/detector'],
    ['GET', '/nothing'],
    ['GET', '/detector//findings'],
    ['GET', '/detector/%zz'],
  ] as const) {
    const { protocol, error } = outcome(rest(method, path), 'guardduty');
    deepEqual([protocol, error?.code, error?.status], ['restJson1', 'UnknownOperationException', 404], path);
  }
});

test('the protocol is known before the operation is', () => {
  const cbor = {
    ...rest('POST', '/service/GraniteServiceVersion20100801/operation/Nothing'),
    headers: [['Smithy-Protocol', 'rpc-v2-cbor']] as const,
  };
  const cases: readonly (readonly [ApiRequest, string | undefined, Protocol, string])[] = [
    [form(`Action=Nothing&${EC2}`), 'ec2', 'ec2Query', 'InvalidAction'],
    [form(`Action=Nothing&${EC2}`), undefined, 'ec2Query', 'InvalidAction'],
    [form('Action=Nothing&Version=2011-06-15'), 'sts', 'awsQuery', 'InvalidAction'],
    [form('Action=GetCallerIdentity&Version=2010-05-08'), 'sts', 'awsQuery', 'InvalidAction'],
    [form('Action=GetCallerIdentity'), undefined, 'awsQuery', 'InvalidAction'],
    [form(EC2), 'ec2', 'ec2Query', 'MissingAction'],
    [form('Action=DescribeInstances&Version=2015-12-01'), 'ec2', 'ec2Query', 'NoSuchVersion'],
    [form('Action=DescribeInstances&Version=latest'), 'ec2', 'ec2Query', 'NoSuchVersion'],
    [form('Action=DescribeInstances&Version='), 'ec2', 'ec2Query', 'NoSuchVersion'],
    [form(''), undefined, 'awsQuery', 'MissingAction'],
    [form(`Action=RunInstances&Action=TerminateInstances&${EC2}`), 'ec2', 'ec2Query', 'MalformedQueryString'],
    [form(`Action=LookupEvents`), 'cloudtrail', 'awsQuery', 'InvalidAction'],
    [json('CloudTrail_20131101.Nothing', '{}'), 'cloudtrail', 'awsJson1_1', 'UnknownOperationException'],
    [json('Nothing', '{}', '1.0'), undefined, 'awsJson1_0', 'UnknownOperationException'],
    [json('AmazonEC2.RunInstances', '{}'), 'ec2', 'awsJson1_1', 'UnknownOperationException'],
    [json('.RunInstances', '{}'), 'ec2', 'awsJson1_1', 'UnknownOperationException'],
    [cbor, 'monitoring', 'rpcV2Cbor', 'UnknownOperationException'],
    [
      { ...cbor, path: '/service/StarlingDoveService/operation/PutConfigRule' },
      'config',
      'rpcV2Cbor',
      'UnknownOperationException',
    ],
  ];
  for (const [request, scope, protocol, expected] of cases) {
    const seen = outcome(request, scope);
    deepEqual(
      [seen.protocol, seen.error?.code],
      [protocol, expected],
      JSON.stringify(request.headers) + Buffer.from(request.body).toString(),
    );
  }
});

test('a query may be in the URL, with what signs it, and older versions of EC2 are welcome', () => {
  const query =
    'Action=DescribeInstances&Version=2014-10-01&InstanceId.1=i-1&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=00';
  const request = form('', { method: 'GET', headers: [], query });
  deepEqual(outcome(request, 'ec2'), { protocol: 'ec2Query', input: { InstanceIds: ['i-1'] } });
  const split = form('Action=GetCallerIdentity', { query: 'Version=2011-06-15' });
  deepEqual(outcome(split).input, {});
});

test('the milliseconds of a JSON timestamp survive its being a fraction', () => {
  const { input } = outcome(json('CloudTrail_20131101.LookupEvents', '{"StartTime":1.001,"EndTime":1e20}'));
  equal(input, undefined);
  deepEqual(outcome(json('CloudTrail_20131101.LookupEvents', '{"StartTime":1.001}')).input, {
    StartTime: new Date(1001),
  });
});

test('CloudTrail is found under the prefix that botocore puts before its target', () => {
  deepEqual(outcome(json('com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents', '{"MaxResults":5}')), {
    protocol: 'awsJson1_1',
    input: { MaxResults: 5 },
  });
});

test('list numbers may have gaps and come in any order, and an empty list may be said', () => {
  const body = `Action=DescribeInstances&${EC2}&InstanceId.10=c&InstanceId.2=b&InstanceId.1=a`;
  deepEqual(outcome(form(body), 'ec2').input, { InstanceIds: ['a', 'b', 'c'] });
  const zero = `Action=DescribeInstances&${EC2}&InstanceId.0=a`;
  equal(code(form(zero), 'ec2'), 'UnknownParameter');
  deepEqual(outcome(form('Action=AssumeRole&RoleArn=r&RoleSessionName=s&Tags='), 'sts').input, {
    RoleArn: 'r',
    RoleSessionName: 's',
    Tags: [],
  });
});

test('only what reads as a number, a boolean or a time is taken for one', () => {
  const number = (value: string) => outcome(form(`Action=DescribeInstances&${EC2}&MaxResults=${value}`), 'ec2').input;
  for (const value of ['', '+5', '0x10', 'Infinity', 'NaN', '1e999', ' 5', '5 ', '5,0', '--5', '٣']) {
    equal(number(encodeURIComponent(value)), undefined, value);
  }
  deepEqual(number('-5'), { MaxResults: -5 });
  const time = (value: string) =>
    (
      outcome(
        form(
          `Action=GetMetricData&StartTime=${encodeURIComponent(value)}&EndTime=2026-01-01T00:00:00Z&MetricDataQueries.member.1.Id=q`,
        ),
        'monitoring',
      ).input as { StartTime: Date } | undefined
    )?.StartTime.toISOString();
  equal(time('2026-01-31T12:00:00Z'), '2026-01-31T12:00:00.000Z');
  equal(time('2026-01-31T12:00:00.5+02:00'), '2026-01-31T10:00:00.500Z');
  equal(time('2026-01-31'), '2026-01-31T00:00:00.000Z');
  for (const value of [
    '',
    'yesterday',
    '2026-02-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-01T25:00:00Z',
    '2026-01-01T00:00:00',
    '1767225600',
  ]) {
    equal(time(value), undefined, value);
  }
  equal(code(form(`Action=ImportKeyPair&${EC2}&KeyName=k&PublicKeyMaterial=%2A%2A`), 'ec2'), 'InvalidParameterValue');
});

test('what is too large, too many or too deep is refused', () => {
  const large = form('', { body: new Uint8Array(MAXIMUM_BODY_BYTES + 1) });
  deepEqual(outcome(large, 'ec2').error?.status, 413);
  equal(code({ ...json('CloudTrail_20131101.LookupEvents', ''), body: large.body }), 'RequestEntityTooLarge');
  equal(code({ ...rest('POST', '/detector'), body: large.body }), 'RequestEntityTooLarge');
  const many = Array.from({ length: 5000 }, (_, index) => `InstanceId.${index + 1}=i`).join('&');
  equal(code(form(`Action=DescribeInstances&${EC2}&${many}`), 'ec2'), 'MalformedQueryString');
  equal(code(form(`Action=DescribeInstances&${EC2}&${'a.'.repeat(40)}=1`), 'ec2'), 'MalformedQueryString');
  equal(code(form(`Action=DescribeInstances&${EC2}&InstanceId.1=a&InstanceId.1=b`), 'ec2'), 'MalformedQueryString');
  equal(code(form(`Action=DescribeInstances&${EC2}&InstanceId.1=%ff`), 'ec2'), 'MalformedQueryString');
  const nested = `{"Unknown":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  equal(outcome(json('CloudTrail_20131101.LookupEvents', nested)).error?.message, 'The JSON is nested too deeply.');
  equal(code(json('CloudTrail_20131101.LookupEvents', `{"NextToken":"${'['.repeat(1000)}"}`)), undefined);
});

test('a key cannot reach a prototype', () => {
  const tagged = outcome(rest('POST', '/tags/arn', '{"tags":{"__proto__":"x"},"__proto__":{"tags":1}}')).input as {
    Tags: object;
  };
  deepEqual(Object.keys(tagged.Tags), ['__proto__']);
  equal(Object.getPrototypeOf(tagged), Object.prototype);
  equal(code(form(`Action=constructor&${EC2}`), 'ec2'), 'InvalidAction');
  equal(code(form(`Action=DescribeInstances&${EC2}&__proto__.1=x`), 'ec2'), 'UnknownParameter');
  equal(code(json('CloudTrail_20131101.__proto__', '{}')), 'UnknownOperationException');
});

test('nothing that is sent makes recognising or decoding throw', () => {
  const part = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'Action',
      'RunInstances',
      'MinCount',
      '.',
      '1',
      '=',
      '&',
      '%',
      'InstanceId',
      '{',
      '"',
      '/detector/',
      'Version=2016-11-15',
    ),
  );
  const anything = fc.record({
    method: fc.constantFrom('GET', 'POST', 'DELETE'),
    path: fc.oneof(
      fc.constant('/'),
      fc.array(part).map((parts) => `/${parts.join('')}`),
    ),
    query: fc.array(part).map((parts) => parts.join('')),
    headers: fc.array(
      fc.tuple(
        fc.constantFrom('content-type', 'x-amz-target', 'smithy-protocol'),
        fc.constantFrom(
          'application/x-www-form-urlencoded',
          'application/json',
          'rpc-v2-cbor',
          'CloudTrail_20131101.LookupEvents',
          '',
        ),
      ),
    ),
    body: fc.oneof(
      fc.uint8Array(),
      fc.array(part).map((parts) => bytes(parts.join(''))),
    ),
  });
  const scope = fc.constantFrom(undefined, 'ec2', 'iam', 'monitoring', 'guardduty', 'nobody');
  fc.assert(
    fc.property(anything, scope, (request, service) => truthy(outcome(request, service).protocol)),
    { numRuns: 2000 },
  );
});

test('EC2 answers in its namespace, with request id, milliseconds and empty lists', () => {
  const modify = call(form(`Action=DescribeInstances&${EC2}`), 'ec2');
  const output = {
    Reservations: [{ Instances: [{ InstanceId: 'i-1', LaunchTime: new Date(0), Tags: [], ImageId: undefined }] }],
  };
  const response = encodeAtOnce(modify, output, 'r-1');
  deepEqual(response.headers, [
    ['content-type', 'text/xml;charset=UTF-8'],
    ['x-amzn-requestid', 'r-1'],
  ]);
  equal(
    text(response),
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
      '<DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r-1</requestId><reservationSet><item>' +
      '<instancesSet><item><tagSet/><instanceId>i-1</instanceId><launchTime>1970-01-01T00:00:00.000Z</launchTime></item></instancesSet>' +
      '</item></reservationSet></DescribeInstancesResponse>',
  );
  match(
    text(encodeAtOnce(call(form(`Action=CreateTags&${EC2}`), 'ec2'), {}, 'r')),
    /<requestId>r<\/requestId><return>true<\/return>/,
  );
});

test('EC2 answers in the namespace of the version that was asked for, and tells of those there never were', () => {
  const answer = (version: string): string =>
    text(encodeAtOnce(call(form(`Action=CreateTags&Version=${version}`), 'ec2'), {}, 'r'));
  for (const version of ['2013-10-15', '2014-10-01', '2016-11-15'])
    match(answer(version), new RegExp(`<CreateTagsResponse xmlns="http://ec2\\.amazonaws\\.com/doc/${version}/">`));
  const recognition = recognize(form('Action=CreateTags&Version=2015-12-01'), 'ec2');
  equal(
    recognition.ok ? '' : recognition.error.error.message,
    'The requested version (2015-12-01) of service AmazonEC2 does not exist',
  );
});

test('IAM answers with a result and metadata, or with metadata alone, and with whole seconds', () => {
  const user = { UserName: 'u', Path: '/', UserId: 'A', Arn: 'a', CreateDate: new Date(1000) };
  const got = text(encodeAtOnce(call(form('Action=GetUser'), 'iam'), { User: user }, 'r'));
  match(got, /<GetUserResponse xmlns="https:\/\/iam\.amazonaws\.com\/doc\/2010-05-08\/"><GetUserResult><User>/);
  match(got, /<CreateDate>1970-01-01T00:00:01Z<\/CreateDate><\/User><\/GetUserResult><ResponseMetadata><RequestId>r</);
  const deleted = text(encodeAtOnce(call(form('Action=DeleteUser'), 'iam'), {}, 'r'));
  match(
    deleted,
    /2010-05-08\/"><ResponseMetadata><RequestId>r<\/RequestId><\/ResponseMetadata><\/DeleteUserResponse>$/,
  );
});

test('the other protocols say what they are', () => {
  const trail = encodeAtOnce(
    call(json('CloudTrail_20131101.LookupEvents', '')),
    { Events: [{ EventTime: new Date(1500) }] },
    'r',
  );
  deepEqual(trail.headers[0], ['content-type', 'application/x-amz-json-1.1']);
  equal(text(trail), '{"Events":[{"EventTime":1.5}]}');
  equal(text(encodeAtOnce(call(json('AWSOrganizationsV20161128.AttachPolicy', '')), {}, 'r')), '');
  const tag = encodeAtOnce(call(rest('POST', '/tags/arn')), {}, 'r');
  deepEqual([tag.status, tag.body.length], [204, 0]);
  const cbor = {
    ...rest('POST', '/service/GraniteServiceVersion20100801/operation/ListMetrics'),
    headers: [['smithy-protocol', 'rpc-v2-cbor']] as const,
  };
  deepEqual(encodeAtOnce(call(cbor), {}, 'r').headers.slice(0, 2), [
    ['content-type', 'application/cbor'],
    ['smithy-protocol', 'rpc-v2-cbor'],
  ]);
});

test('what XML cannot say does not break it', () => {
  const response = encodeAtOnce(
    call(form(`Action=CreateKeyPair&${EC2}`), 'ec2'),
    { KeyName: '<&>"\r\u0000\u{1f600}\ud800' },
    'r',
  );
  match(text(response), /<keyName>&lt;&amp;&gt;&quot;&#xD;\ufffd\u{1f600}\ufffd<\/keyName>/u);
});

test('an error is in the envelope of its protocol', () => {
  const error = { code: 'NoSuchEntity', message: 'a < b' };
  equal(
    text(
      encodeError(
        call(form(`Action=DescribeInstances&${EC2}`), 'ec2'),
        { code: 'AuthFailure', message: 'm', status: 401 },
        'r',
      ),
    ),
    '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error><Code>AuthFailure</Code><Message>m</Message></Error></Errors><RequestID>r</RequestID></Response>',
  );
  const iam = encodeError(call(form('Action=GetUser'), 'iam'), error, 'r');
  equal(iam.status, 404);
  equal(
    text(iam),
    '<?xml version="1.0" encoding="UTF-8"?>\n<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type>' +
      '<Code>NoSuchEntity</Code><Message>a &lt; b</Message></Error><RequestId>r</RequestId></ErrorResponse>',
  );
  const constraint = {
    code: 'ConstraintViolationException',
    message: 'm',
    members: { Reason: 'POLICY_NUMBER_LIMIT_EXCEEDED' },
  };
  const organizations = encodeError(call(json('AWSOrganizationsV20161128.ListRoots', '')), constraint, 'r');
  deepEqual(JSON.parse(text(organizations)), {
    __type: 'ConstraintViolationException',
    Message: 'm',
    Reason: 'POLICY_NUMBER_LIMIT_EXCEEDED',
  });
  const guardduty = encodeError(call(rest('GET', '/detector')), { code: 'BadRequestException', message: 'm' }, 'r');
  deepEqual(guardduty.headers.at(-1), ['x-amzn-errortype', 'BadRequestException']);
});

test('a client in query mode is told the code of a query', () => {
  const request = json('GraniteServiceVersion20100801.ListMetrics', '', '1.0');
  const queryMode = call({ ...request, headers: [...request.headers, ['x-amzn-query-mode', 'true']] });
  const error = { code: 'InternalServiceFault', message: 'm' };
  deepEqual(encodeError(queryMode, error, 'r').headers.at(-1), ['x-amzn-query-error', 'InternalServiceError;Receiver']);
  deepEqual(encodeError(call(request), error, 'r').headers.at(-1), ['x-amzn-requestid', 'r']);
});
