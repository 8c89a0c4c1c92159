// The lab in examples/ssrf-lab, run as its README says.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { anyOf, curl, everyAwsCli, needs, wholeLoopback } from './available.test-support.ts';
import { run } from './run-program.test-support.ts';

const LAB = fileURLToPath(new URL('../../examples/ssrf-lab/lab.sh', import.meta.url));
const awsCli = anyOf(everyAwsCli(), 'aws (Debian package awscli)');

test(
  'the SSRF lab steals credentials, has them noticed, and ends the attack with one command',
  {
    ...needs(awsCli, curl, wholeLoopback),
  },
  async () => {
    const { code, text, stderr } = await run('sh', [LAB], {
      environment: { NODE: process.execPath },
      timeoutMs: 120_000,
    });
    assert.equal(code, 0, `${stderr}\n${text}`);
    const order = [
      /"AccessKeyId" : "ASIA/,
      /assumed-role\/web-role\/i-0123456789abcdef0/,
      /8(?:\.0)?\s+UnauthorizedAccess:IAMUser\/InstanceCredentialExfiltration\.OutsideAWS\s.*127\.0\.0\.66/,
      /--http-tokens required/,
      /HTTP 401/,
      /== Done/,
    ].map((expected) => text.search(expected));
    assert.ok(!order.includes(-1), text);
    assert.deepEqual(
      order,
      order.toSorted((one, other) => one - other),
    );
    assert.doesNotMatch(text, /"(?:SecretAccessKey|Token)" : "[^…]{5}/);
  },
);
