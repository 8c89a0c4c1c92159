import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const HELP_VERBS = [
  'up',
  'record',
  'diff',
  'certs',
  'env',
  'version',
  'run',
  'link',
  'link up',
  'link down',
  'link status',
  'doctor',
  'status',
  'watch',
  'findings',
  'attach',
  'detach',
  'event list',
  'event spot-interruption',
  'event maintenance',
  'event rebalance',
  'fault list',
  'fault clear',
];
const folder = mkdtempSync(join(tmpdir(), 'openimds-cli-'));
after(() => rmSync(folder, { recursive: true }));

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function openimds(args: readonly string[], variables: Record<string, string> = {}): Outcome {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:OPENIMDS_|XDG_|NODE_)/.test(name));
  const env = { ...Object.fromEntries(inherited), XDG_CACHE_HOME: folder, XDG_STATE_HOME: folder, ...variables };
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

function refused(args: readonly string[], variables: Record<string, string> = {}): string {
  const { status, stdout, stderr } = openimds(args, variables);
  assert.deepEqual({ status, stdout }, { status: 2, stdout: '' }, `${args.join(' ')}: ${stderr}`);
  return stderr;
}

test('help goes to stdout, with an example of every verb and the variable of every flag', () => {
  const general = openimds(['--help']);
  assert.equal(general.status, 0);
  for (const name of HELP_VERBS) {
    const [verb = '', ...sub] = name.split(' ');
    if (sub.length === 0) assert.match(general.stdout, new RegExp(`^  ${name} `, 'm'));
    const { status, stdout } = openimds([verb, ...sub, '--help']);
    assert.equal(status, 0);
    assert.match(stdout, new RegExp(`Examples:\n  .*openimds ${name}`));
    const unwrapped = stdout.replaceAll(/\s+/g, ' ');
    for (const [, flag = ''] of stdout.matchAll(/^ +(?:-\w, )?--([\w-]+)/gm))
      if (flag !== 'help')
        assert.ok(unwrapped.includes(`env: OPENIMDS_${flag.toUpperCase().replaceAll('-', '_')}`), flag);
  }
});

test('the version is that of the package', () => {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const version = /"version": "([^"]+)"/.exec(manifest)?.[1] ?? '';
  assert.deepEqual(openimds(['version']), { status: 0, stdout: `${version}\n`, stderr: '' });
  assert.equal(openimds(['--version']).stdout, `${version}\n`);
  assert.match(openimds(['version', '--json']).stdout, new RegExp(`^\\{"version":"${version}","node":"[^"]+"\\}\n$`));
});

test('a bad flag, value or variable ends with 2, the reason on stderr and nothing on stdout', () => {
  assert.match(refused([]), /^Usage: openimds/);
  assert.match(refused(['upp']), /^openimds: unknown command 'upp'\n\(Did you mean up\?\)/);
  assert.match(refused(['up', '--prt', '1']), /^openimds: unknown option '--prt'\n\(Did you mean --port\?\)/);
  assert.match(refused(['up', 'now']), /too many arguments/);
  assert.match(refused(['up', '--port']), /argument missing/);
  for (const port of ['x', '-1', '65536', '1.5', ' 80', '']) assert.match(refused(['up', `--port=${port}`]), /--port/);
  assert.match(refused(['up', '--host', '10.0.0.1,example.com']), /"example\.com" is not an IPv4 or IPv6 address/);
  assert.match(refused(['up', '--transport', 'udp']), /Allowed choices are auto, epoll, net/);
  assert.match(refused(['up', '--workers', '0']), /from 1 to 256/);
  assert.match(refused(['up'], { OPENIMDS_API_PORT: 'x' }), /OPENIMDS_API_PORT.*is invalid/);
  assert.match(refused(['up'], { OPENIMDS_EPHEMERAL: 'perhaps' }), /OPENIMDS_EPHEMERAL must be true or false/);
  assert.match(refused(['up', '--state', 'x', '--ephemeral']), /contradict/);
  assert.match(refused(['up'], { OPENIMDS_STATE: 'x', OPENIMDS_EPHEMERAL: '1' }), /contradict/);
  assert.match(refused(['env', '--port', '0']), /give the port/);
});

test('a bad configuration ends with 2 and says what to mend where', () => {
  writeFileSync(join(folder, 'bad.yaml'), 'instances:\n  - metadataOptions: { httpToken: required }\n');
  const reason = 'bad.yaml:2:24: instances[0].metadataOptions.httpToken: unknown key; did you mean "httpTokens"?';
  assert.equal(refused(['up', '--ephemeral', '--config', 'bad.yaml']), `openimds: ${reason}\n`);
  assert.equal(refused(['up', '--ephemeral', '--json'], { OPENIMDS_CONFIG: 'bad.yaml' }), `openimds: ${reason}\n`);
  assert.match(refused(['up', '--ephemeral', '--config', 'none.yaml']), /^openimds: none\.yaml: .*ENOENT/);
});

test('openimds.yaml in the current folder is taken without being named', () => {
  writeFileSync(join(folder, 'openimds.yaml'), 'regin: x\n');
  assert.match(refused(['up', '--ephemeral']), /openimds\.yaml:1:1: regin: unknown key; did you mean "region"\?/);
  rmSync(join(folder, 'openimds.yaml'));
});

test('env points at the service that was started last with the state, unless told where', () => {
  const access = { imds: { url: 'http://127.0.0.1:1340' }, api: { url: 'http://127.0.0.1:1341' } };
  const state = join(folder, 'started');
  mkdirSync(state);
  writeFileSync(join(state, 'access.json'), JSON.stringify(access));
  assert.match(openimds(['env', '--state', state]).stdout, /ENDPOINT=http:\/\/127\.0\.0\.1:1340\/$/m);
  assert.match(openimds(['env', '--state', state, '--port', '8080']).stdout, /ENDPOINT=http:\/\/127\.0\.0\.1:8080\/$/m);
});

test('env prints lines a shell evaluates; flags beat variables and empty variables are none', () => {
  const line = (url: string): string =>
    `export AWS_EC2_METADATA_SERVICE_ENDPOINT=${url}\nexport AWS_EC2_METADATA_DISABLED=false\n`;
  assert.equal(openimds(['env'], { OPENIMDS_PORT: '', OPENIMDS_JSON: '' }).stdout, line('http://127.0.0.1:1338/'));
  assert.equal(openimds(['env'], { OPENIMDS_PORT: '8080' }).stdout, line('http://127.0.0.1:8080/'));
  assert.equal(openimds(['env', '-p', '80'], { OPENIMDS_PORT: '8080' }).stdout, line('http://127.0.0.1/'));
  assert.equal(openimds(['env', '--host', '::,0.0.0.0']).stdout, line('http://127.0.0.1:1338/'));
  assert.equal(openimds(['env', '--host', '[fd00::1]']).stdout, line("'http://[fd00::1]:1338/'"));
  assert.deepEqual(JSON.parse(openimds(['env'], { OPENIMDS_JSON: 'true' }).stdout), {
    AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:1338/',
    AWS_EC2_METADATA_DISABLED: 'false',
  });
});

test('certs prints or writes what the state directory holds, and says what to do when it holds none', () => {
  const none = openimds(['certs']);
  assert.deepEqual([none.status, none.stdout], [1, '']);
  assert.match(none.stderr, /Run "openimds up" once/);
  mkdirSync(join(folder, 'state', 'certificates'), { recursive: true });
  for (const name of ['dsa', 'rsa', 'rsa2048'])
    writeFileSync(join(folder, 'state', 'certificates', `${name}.pem`), `${name}\n`);
  assert.equal(openimds(['certs', '--state', 'state']).stdout, 'dsa\nrsa\nrsa2048\n');
  const json = openimds(['certs', '--json'], { OPENIMDS_STATE: 'state' });
  assert.deepEqual(JSON.parse(json.stdout), { dsa: 'dsa\n', rsa: 'rsa\n', rsa2048: 'rsa2048\n' });
  const written = openimds(['certs', '--state', 'state', '--output', 'out/certs']);
  assert.equal(
    written.stdout,
    ['dsa', 'rsa', 'rsa2048'].map((name) => `${join('out', 'certs', `${name}.pem`)}\n`).join(''),
  );
  assert.equal(readFileSync(join(folder, 'out', 'certs', 'rsa2048.pem'), 'utf8'), 'rsa2048\n');
});

test('an API that is named by no URL is told of, with what one looks like', () => {
  const keys = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'a-secret' };
  for (const url of ['nonsense', 'http://127.0.0.1:port', 'ftp://127.0.0.1', 'http://user:word@127.0.0.1']) {
    const { status, stdout, stderr } = openimds(['status', '--api-url', url], keys);
    assert.deepEqual([status, stdout], [1, ''], url);
    assert.match(stderr, /^openimds: what --api-url gives is no http:\/\/ URL, such as http:\/\/127\.0\.0\.1:1339\n$/);
    assert.doesNotMatch(stderr, /word/);
  }
});
