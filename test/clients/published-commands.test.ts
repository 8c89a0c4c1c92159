// The commands that guides about IMDS publish, each as one types it: literally, where 169.254.169.254 answers, and with
// nothing changed but the endpoint.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { aCompleteInstance, USER_DATA } from './a-complete-instance.test-support.ts';
import { anyOf, curl, everyPythonWith, needs, networkNamespaces } from './available.test-support.ts';
import { startAtLinkLocal } from './link-local.test-support.ts';
import { startOpenimds } from './openimds-process.test-support.ts';
import { run } from './run-program.test-support.ts';
import type { Finished } from './run-program.test-support.ts';

const LITERAL = 'http://169.254.169.254';

const TOKEN = `TOKEN=$(curl -s -X PUT "${LITERAL}/latest/api/token" -H "X-aws-ec2-metadata-token-ttl-seconds: 21600")`;

const WITHOUT_TOKEN = `
curl -s ${LITERAL}/latest/meta-data/ | head -n 2; echo "--"
curl -s -w '|' ${LITERAL}/latest/meta-data/{instance-id,instance-type,public-ipv4,security-groups}; echo "--"
ROLE=$(curl -s ${LITERAL}/latest/meta-data/iam/security-credentials/); echo "$ROLE--"
curl -s ${LITERAL}/latest/meta-data/iam/security-credentials/$ROLE | grep -c '"Code" : "Success"'; echo "--"
curl -s ${LITERAL}/latest/user-data`;

const WITHOUT_TOKEN_SAID = `ami-id
ami-launch-index
--
i-0a1b2c3d4e5f67890|m5.large|203.0.113.77|web
ssh|--
app-role--
1
--
${USER_DATA}`;

const WITH_TOKEN = `${TOKEN}
curl -s -H "X-aws-ec2-metadata-token: $TOKEN" ${LITERAL}/latest/meta-data/instance-id`;

const PYTHON = `
import requests
url = "${LITERAL}/latest"
answer = requests.put(url + "/api/token", headers={"X-aws-ec2-metadata-token-ttl-seconds": "21600"}, timeout=2)
answer.raise_for_status()
headers = {"X-aws-ec2-metadata-token": answer.text}
session = requests.Session()
for path in ("/meta-data/instance-id", "/dynamic/instance-identity/document", "/meta-data/instance-id"):
    item = session.get(url + path, headers=headers, timeout=2)
    item.raise_for_status()
print(item.text, end="")
`;

const pythons = everyPythonWith('requests');
const [python = 'python3'] = pythons;
const pythonWithRequests = anyOf(pythons, 'python3 with requests (Debian package python3-requests)');

type Shell = (script: string, ...command: string[]) => Promise<Finished>;

async function withoutToken(shell: Shell): Promise<void> {
  const said = await shell(WITHOUT_TOKEN, 'bash', '-c');
  assert.equal(said.text, WITHOUT_TOKEN_SAID, said.stderr);
}

async function withToken(shell: Shell): Promise<void> {
  const said = await shell(WITH_TOKEN, 'bash', '-c');
  assert.equal(said.text, 'i-0a1b2c3d4e5f67890', said.stderr);
}

async function inPython(shell: Shell): Promise<void> {
  const said = await shell(PYTHON, python, '-c');
  assert.equal(said.text, 'i-0a1b2c3d4e5f67890', said.stderr);
}

suite('the published commands, with the endpoint replaced', needs(curl), async () => {
  const [optional, required] = await Promise.all([
    startOpenimds({ configuration: aCompleteInstance({ httpTokens: 'optional' }) }),
    startOpenimds({ configuration: aCompleteInstance({ httpTokens: 'required' }) }),
  ]);
  const at =
    (url: string): Shell =>
    (script, program = 'bash', ...args) =>
      run(program, [...args, script.replaceAll(LITERAL, url)]);

  test('read without a token where tokens are optional', () => withoutToken(at(optional.url)));
  test('read with a token where tokens are optional', () => withToken(at(optional.url)));
  test('read with a token where tokens are required', () => withToken(at(required.url)));
  test('read in Python', needs(pythonWithRequests), () => inPython(at(required.url)));
});

suite('the published commands, literally', needs(curl, networkNamespaces()), async () => {
  const destinations = ['169.254.169.254', 'fd00:ec2::254'];
  const openimds = await startAtLinkLocal(aCompleteInstance({ httpTokens: 'optional', destinations }), destinations);
  const inside: Shell = (script, program = 'bash', ...args) => openimds.inside(program, [...args, script]);

  test('read without a token', () => withoutToken(inside));
  test('read with a token', () => withToken(inside));
  test('read in Python', needs(pythonWithRequests), () => inPython(inside));
  test('read at the IPv6 address of EC2', async () => {
    const said = await openimds.inside('curl', ['-s', '-g', 'http://[fd00:ec2::254]/latest/meta-data/instance-type']);
    assert.equal(said.text, 'm5.large', said.stderr);
  });
  test('read on the machine itself where nothing is attached', async () => {
    const unattached = await startAtLinkLocal(aCompleteInstance({ httpTokens: 'optional' }));
    const said = await unattached.inside('curl', ['-s', `${LITERAL}/latest/meta-data/instance-type`]);
    assert.equal(said.text, 'm5.large', said.stderr);
  });
});
