// The fixtures that docs/guides/testing.md gives to those who test in Python and Go.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { anyOf, everyPythonWith, needs, program } from './available.test-support.ts';
import { run } from './run-program.test-support.ts';

const [python = ''] = everyPythonWith('pytest');
const pytest = anyOf(python === '' ? [] : [python], 'python3 with pytest (Debian package python3-pytest)');
const openimds = fileURLToPath(new URL('../../bin/openimds.js', import.meta.url));

suite('pytest', needs(pytest), () => {
  test('tests an application against the fixture', async () => {
    const directory = fileURLToPath(new URL('../../examples/pytest', import.meta.url));
    const environment = { OPENIMDS: `'${process.execPath}' '${openimds}'`, PYTHONDONTWRITEBYTECODE: '1' };
    const args = ['-m', 'pytest', '-q', '-p', 'no:cacheprovider'];
    const tested = await run(python, args, { environment, directory, timeoutMs: 120_000 });
    assert.equal(tested.code, 0, tested.text);
    assert.match(tested.text, /^3 passed/m);
  });
});

suite('go test', needs(program('go', 'golang-go')), () => {
  test('tests a package against the fixture, with the standard library alone', async () => {
    const environment = { OPENIMDS: `${process.execPath} ${openimds}`, GOPROXY: 'off', GOTOOLCHAIN: 'local' };
    const directory = fileURLToPath(new URL('../../examples/go', import.meta.url));
    const args = ['test', '-count=1', '-v', 'imds_test.go'];
    const tested = await run('go', args, { environment, directory, timeoutMs: 300_000 });
    assert.equal(tested.code, 0, tested.text + tested.stderr);
    assert.match(tested.text, /^--- PASS: TestReadsWhoItIs/m);
  });
});
