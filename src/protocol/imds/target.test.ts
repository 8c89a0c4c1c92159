import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { normalizeTarget, TOKEN_PATH } from './target.ts';

test('targets that clients really send name the path they mean', () => {
  assert.equal(normalizeTarget('/latest//meta-data/ramdisk-id'), '/latest/meta-data/ramdisk-id');
  assert.equal(normalizeTarget('//latest/meta-data/instance-id'), '/latest/meta-data/instance-id');
  assert.equal(
    normalizeTarget('/latest/meta-data//hibernation/configured'),
    '/latest/meta-data/hibernation/configured',
  );
  assert.equal(
    normalizeTarget('/latest/meta-data/placement/availability-zone/'),
    '/latest/meta-data/placement/availability-zone/',
  );
  assert.equal(
    normalizeTarget('/latest/meta-data/network/interfaces/macs/0e%3A49%3a61:0f:c3:11/'),
    '/latest/meta-data/network/interfaces/macs/0e:49:61:0f:c3:11/',
  );
  assert.equal(normalizeTarget('http://169.254.169.254/latest/api/token'), TOKEN_PATH);
  assert.equal(normalizeTarget(TOKEN_PATH), TOKEN_PATH);
});

test('query and fragment are dropped, also where absolute-form has no path', () => {
  assert.equal(normalizeTarget('/latest/?recursive=true/#x'), '/latest/');
  assert.equal(normalizeTarget('/a#b?c'), '/a');
  assert.equal(normalizeTarget('http://h?q=/x'), '/');
  assert.equal(normalizeTarget('HTTP://h'), '/');
  assert.equal(normalizeTarget('http://h//x///'), '/x/');
});

test('decoding happens once, and what it yields is no query and no second slash', () => {
  assert.equal(normalizeTarget('/%2561'), '/%61');
  assert.equal(normalizeTarget('/a%3Fb%23c'), '/a?b#c');
  assert.equal(normalizeTarget('/a%2F%2Fb/%2f'), '/a/b/');
  assert.equal(normalizeTarget('/caf%C3%A9'), '/café');
});

test('dot segments stay, so that they name nothing', () => {
  assert.equal(normalizeTarget('/latest/../latest/./%2e%2e/'), '/latest/../latest/./../');
});

test('a broken or dishonest encoding names nothing', () => {
  for (const target of ['/%', '/%4', '/%zz', '/%ff', '/%c0%af', '/a%00', '/%0d%0a', '/%7F', '/%C2%85', '/%ED%A0%80']) {
    assert.equal(normalizeTarget(target), undefined, target);
  }
});

test('the asterisk stays itself', () => {
  assert.equal(normalizeTarget('*'), '*');
});

test('any visible target gives a path with single slashes or nothing, and a path already normal stays', () => {
  const visible = fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)) });
  fc.assert(
    fc.property(fc.constantFrom('/', '//', 'http://h', 'http://h/'), visible, (start, rest) => {
      const path = normalizeTarget(start === 'http://h' ? start : start + rest);
      if (path === undefined) return;
      assert.ok(path.startsWith('/') && !path.includes('//'));
      if (!/[%?#]/.test(path)) assert.equal(normalizeTarget(path), path);
    }),
  );
});
