import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';

import { err, ok } from '#base';
import { formatDocumentErrors } from '#document';
import * as fc from 'fast-check';

import type { Configuration } from './configuration.ts';
import { parseConfiguration } from './parse-configuration.ts';

const noFile = (): ReturnType<Parameters<typeof parseConfiguration>[2]> => err('no such file');

function parse(text: string): Configuration {
  const parsed = parseConfiguration(text, 'openimds.yaml', noFile);
  if (!parsed.ok) assert.fail(formatDocumentErrors(parsed.error));
  return parsed.value;
}

function errorsOf(text: string, file = 'openimds.yaml'): string {
  const parsed = parseConfiguration(text, file, noFile);
  return parsed.ok ? '' : formatDocumentErrors(parsed.error);
}

test('an empty file is a configuration without instances', () => {
  const { accountId, region, instances } = parse('');
  assert.deepEqual({ accountId, region, instances }, { accountId: '123456789012', region: 'us-east-1', instances: [] });
});

test('every error names file, line, column and path, and says what is allowed', () => {
  const text = `account: 12345
regon: us-east-1
region: usa
metadataDefaults: { httpTokens: requird, httpProtocolIpv6: enabled }
roles:
  a: { trust: ec2x, issuer: { static: { accessKeyId: 123, secretAccessKey: 99999 } } }
  b: { trust: { Statement: [{ Effect: allow }] }, issuer: { aws: { roleArn: foo } } }
instances:
  - id: i-xyz
    tags: { Version: 1.0, "": x }
    amiLaunchIndex: 1.5
  - metadataOptions:
      httpToken: required
      httpPutResponseHopLimit: 99
    attach:
      - { interface: tap0, sorce: 1 }
    networkInterfaces: { a: 1 }
    keyPair: { name: k }
    userData:
`;
  assert.deepEqual(
    errorsOf(text).split('\n'),
    [
      'openimds.yaml:1:10: account: expected text, got a number; put it in quotes',
      'openimds.yaml:2:1: regon: unknown key; did you mean "region"?',
      'openimds.yaml:3:9: region: expected a Region such as us-east-1',
      'openimds.yaml:4:33: metadataDefaults.httpTokens: expected one of optional, required, got "requird"; did you mean "required"?',
      'openimds.yaml:4:42: metadataDefaults.httpProtocolIpv6: unknown key; allowed: httpTokens, httpPutResponseHopLimit, httpEndpoint, instanceMetadataTags',
      'openimds.yaml:6:15: roles.a.trust: expected "ec2" or a mapping, got "ec2x"; did you mean "ec2"?',
      'openimds.yaml:6:54: roles.a.issuer.static.accessKeyId: expected text, got a number; put it in quotes',
      'openimds.yaml:6:76: roles.a.issuer.static.secretAccessKey: expected text, got a number; put it in quotes',
      'openimds.yaml:7:39: roles.b.trust.Statement[0].Effect: expected one of Allow, Deny, got "allow"; did you mean "Allow"?',
      'openimds.yaml:7:77: roles.b.issuer.aws.roleArn: expected the ARN of a role, such as arn:aws:iam::123456789012:role/name',
      'openimds.yaml:9:9: instances[0].id: expected an instance id: "i-" and 8 or 17 hexadecimal digits',
      'openimds.yaml:10:22: instances[0].tags.Version: expected text, got a number; put it in quotes',
      'openimds.yaml:10:27: instances[0].tags[""]: the key must not be empty',
      'openimds.yaml:11:21: instances[0].amiLaunchIndex: expected a whole number from 0 to 100000, got 1.5',
      'openimds.yaml:13:7: instances[1].metadataOptions.httpToken: unknown key; did you mean "httpTokens"?',
      'openimds.yaml:14:32: instances[1].metadataOptions.httpPutResponseHopLimit: expected a whole number from 1 to 64, got 99',
      'openimds.yaml:16:28: instances[1].attach[0].sorce: unknown key; did you mean "source"?',
      'openimds.yaml:17:24: instances[1].networkInterfaces: expected a list, got a mapping',
      'openimds.yaml:18:14: instances[1].keyPair.publicKey: required key is missing',
      'openimds.yaml:19:14: instances[1].userData: expected text, got nothing',
    ].concat('the first 20 errors are shown; there may be more'),
  );
});

test('what only the whole file shows is reported at its place', () => {
  const text = `region: eu-west-1
roles: { app: {} }
instances:
  - id: i-0123456789abcdef0
    iamInstanceProfile: ap
    userData: a
    userDataBase64: YQ==
    attach: [{ source: 10.0.0.1 }, { source: 10.0.0.2, destination: 10.0.0.2 }, { netns: blue }]
    tags: { "a b": x }
    metadataOptions: { instanceMetadataTags: enabled }
  - id: i-0123456789abcdef0
    availabilityZone: us-east-1a
    userDataFile: init.sh
    attach: [{ source: "::ffff:10.0.0.1" }, { source: 10.0.0.1, network: other }]
    networkInterfaces: [{ deviceIndex: 1, mac: "02:00:00:00:00:0A" }, { mac: "02:00:00:00:00:0a" }]
`;
  assert.deepEqual(errorsOf(text).split('\n'), [
    'openimds.yaml:5:25: instances[0].iamInstanceProfile: no role "ap" is declared under roles (declared: app)',
    'openimds.yaml:7:21: instances[0].userDataBase64: give only one of userData, userDataFile, userDataBase64',
    'openimds.yaml:8:69: instances[0].attach[1].destination: does not go together with source; beside that may stand only network',
    'openimds.yaml:9:20: instances[0].tags["a b"]: metadata cannot show this key, and instanceMetadataTags is enabled; allowed: letters, digits and +-=.,_:@, but not ".", ".." or "_index"',
    'openimds.yaml:11:9: instances[1].id: instances[0] has the same id, i-0123456789abcdef0',
    'openimds.yaml:12:23: instances[1].availabilityZone: is not in the Region eu-west-1',
    'openimds.yaml:13:19: instances[1].userDataFile: cannot read init.sh: no such file',
    'openimds.yaml:14:24: instances[1].attach[0].source: instances[0] is attached to source ::ffff:10.0.0.1 in network "default" already',
    'openimds.yaml:15:40: instances[1].networkInterfaces[0].deviceIndex: the first interface is device 0',
    'openimds.yaml:15:71: instances[1].networkInterfaces[1].deviceIndex: another interface of this instance has the same',
    'openimds.yaml:15:78: instances[1].networkInterfaces[1].mac: another interface of this instance has the same',
  ]);
});

test('text that is not YAML is reported where it goes wrong, without the text itself', () => {
  assert.equal(
    errorsOf('region: us-east-1\n  account: "1"\n'),
    'openimds.yaml:1:9: not valid YAML: a key and its value begin inside of another value; check the indentation',
  );
  assert.match(errorsOf('region: a\nregion: b\n'), /^openimds\.yaml:2:1: not valid YAML: Map keys must be unique$/);
  assert.match(errorsOf('--- {}\n--- {}\n'), /not valid YAML/);
  assert.match(errorsOf('- 1\n'), /^openimds\.yaml:1:1: expected a mapping, got a list$/);
  assert.match(errorsOf('region: *nowhere\n'), /not valid YAML/);
  assert.doesNotMatch(errorsOf('secretAccessKey: "abc" hunter2: ]\n'), /hunter2/);
});

test('no message repeats a value that may be a secret', () => {
  const secret = 'hunter2hunter2';
  for (const issuer of [
    `static: { accessKeyId: a, secretAccessKey: [${secret}] }`,
    `static: { accessKeyId: a, secretAccessKey: "${secret}\\n" }`,
    `process: ${secret}`,
  ])
    assert.doesNotMatch(errorsOf(`roles: { a: { issuer: { ${issuer} } } }`), new RegExp(secret));
  assert.doesNotMatch(errorsOf(`instances: [{ userDataBase64: "${secret}%" }]`), new RegExp(secret));
});

test('aliases are bounded by what they expand to, and merge keys merge', () => {
  const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
    .concat(Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [${Array(10).fill(`*a${n}`).join(', ')}]`))
    .join('\n');
  assert.match(errorsOf(bomb), /aliases expand to more than 10,000,000 values/);
  assert.match(errorsOf('instances: &a [*a]'), /nested more than 64 deep|not valid YAML/);
  const { instances } = parse('instances:\n  - &base { instanceType: c7g.large }\n  - { <<: *base, state: stopped }\n');
  assert.deepEqual(
    instances.map(({ instanceType, state }) => [instanceType, state]),
    [
      ['c7g.large', undefined],
      ['c7g.large', 'stopped'],
    ],
  );
});

test('deep nesting and the key __proto__ are refused', () => {
  assert.match(errorsOf('['.repeat(100_000)), /nested too deeply|not valid YAML/);
  assert.match(errorsOf(`{"roles": ${'['.repeat(1000)}${']'.repeat(1000)}}`), /nested more than 64 deep/);
  assert.match(errorsOf('{"__proto__": {"account": "1"}}', 'a.json'), /a\.json:1:\d+: this key is not allowed/);
  assert.match(errorsOf('instances: [{ tags: { __proto__: x } }]'), /this key is not allowed/);
});

test('a text above 64 MiB is refused unread', () => {
  assert.match(errorsOf('#'.repeat(64 * 1024 * 1024 + 1)), /larger than 64 MiB/);
});

test('JSON is read alike, with positions in the text', () => {
  const text = `{
  "region": "us-west-2",
  "instances": [ {"tags": {"a\\"}{": "x"}}, {
    "instanceTyp": "t3.micro" } ]
}`;
  assert.equal(
    errorsOf(text),
    'openimds.yaml:4:5: instances[1].instanceTyp: unknown key; did you mean "instanceType"?',
  );
  assert.equal(parse(text.replace('Typ"', 'Type"')).instances[1]?.instanceType, 't3.micro');
});

test('user data comes from text, a file beside the configuration or base64', () => {
  const read: string[] = [];
  const text = `instances:
  - userData: "a\\u00e9"
  - userDataFile: sub/init.sh
  - userDataFile: ./sub/init.sh
  - userDataBase64: "AAEC\\n/w=="
  - userData: ""
`;
  const parsed = parseConfiguration(text, '/etc/openimds/openimds.yaml', (path) => {
    read.push(path);
    return ok(Uint8Array.of(1, 2));
  });
  assert.ok(parsed.ok);
  const given = parsed.value.instances.map(({ userDataBase64 }) => userDataBase64);
  assert.deepEqual(given, ['YcOp', 'AQI=', 'AQI=', 'AAEC/w==', undefined]);
  assert.deepEqual(read, [resolve('/etc/openimds/sub/init.sh')]);
});

test('user data may have 16,384 bytes and no more', () => {
  assert.equal(errorsOf(`instances: [{ userData: ${'a'.repeat(16_384)} }]`), '');
  assert.match(errorsOf(`instances: [{ userData: ${'a'.repeat(16_383)}é }]`), /16,384 bytes; this has 16385$/);
});

test('an instance has at most 50 tags of its own', () => {
  const tags = (count: number): string => Array.from({ length: count }, (_, n) => `t${n}: x`).join(', ');
  assert.equal(errorsOf(`instances: [{ tags: { ${tags(50)}, "aws:autoscaling:groupName": g } }]`), '');
  assert.match(errorsOf(`instances: [{ tags: { ${tags(51)} } }]`), /at most 50 tags; this has 51/);
});

test('addresses, blocks, times and ids that only look right are refused', () => {
  const wrong: readonly [string, RegExp][] = [
    ['networkInterfaces: [{ privateIpAddress: 10.0.0.256 }]', /IPv4 address/],
    ['networkInterfaces: [{ ipv6Addresses: ["fe80::1%eth0"] }]', /IPv6 address/],
    ['networkInterfaces: [{ subnetIpv4CidrBlock: 10.0.0.0/33 }]', /IPv4 CIDR/],
    ['networkInterfaces: [{ vpcIpv6CidrBlocks: ["2001:db8::/064"] }]', /IPv6 CIDR/],
    ['networkInterfaces: [{ publicIpAddress: 203.0.113.1, ipv6Addresses: ["::5"] }]', /needs a privateIpAddress/],
    ['networkInterfaces: [{ privateIpAddresses: [10.0.0.1, 10.0.0.1] }]', /listed twice/],
    ['launchTime: 2026-02-30T00:00:00Z', /day of the calendar/],
    ['launchTime: 2026-02-01', /UTC time/],
    ['imageId: img-1', /ami-/],
    ['instanceType: big', /instance type/],
    ['keyPair: { name: k, publicKey: "ssh-rsa AAAA\\nssh-rsa BBBB" }', /one OpenSSH public key line/],
    ['blockDevices: { disk: /dev/sda }', /ebsN/],
    ['attach: [{ source: localhost }]', /IPv4 or IPv6/],
  ];
  for (const [entry, message] of wrong) assert.match(errorsOf(`instances: [{ ${entry} }]`), message, entry);
});

test('parsing never throws, whatever becomes of the text', () => {
  const sample = `account: "123456789012"
roles:
  app: { trust: { Statement: { Effect: Allow, Principal: { Service: ec2.amazonaws.com }, Action: sts:* } } }
instances:
  - &one
    id: i-0123456789abcdef0
    userData: |
      #!/bin/sh
    tags: { Name: "web" }
    networkInterfaces: [{ privateIpAddress: 10.0.0.5 }]
  - { <<: *one, id: i-0123456789abcdef1 }
`;
  assert.equal(errorsOf(sample), '');
  const piece = fc.constantFrom(
    ...'& * { } [ ] : - , # | > ! % @ ` " \' \n \t'.split(' '),
    ' ',
    '<<',
    '? ',
    '---\n',
    '\u0000',
    '__proto__',
    '1e999',
    '~',
    '*one',
  );
  const edit = fc.record({ at: fc.nat(sample.length), cut: fc.nat(12), insert: fc.oneof(piece, fc.string()) });
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
      const mutated = edits.reduce(
        (text, { at, cut, insert }) => text.slice(0, at) + insert + text.slice(at + cut),
        sample,
      );
      const parsed = parseConfiguration(mutated, 'openimds.yaml', noFile);
      if (!parsed.ok) for (const { line, column } of parsed.error) assert.ok(line >= 1 && column >= 1);
    }),
    { numRuns: 500 },
  );
});
