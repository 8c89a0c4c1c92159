import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '#model';
import { describeFinding } from '../describe-finding.ts';
import { FINDING_TYPES } from '../finding-types.ts';
import { sampleFinding } from '../sample-finding.ts';
import { aProcess } from '../an-event.test-support.ts';
import { ocsfFinding } from './ocsf.ts';

const PLACE = { id: 'f', detectorId: 'd', accountId: '123456789012', region: 'us-east-1' };
const findings = FINDING_TYPES.map((type) => sampleFinding(type, PLACE, 1_700_000_000_000));

/** The attributes that OCSF 1.3.0 requires of a Detection Finding, and of the objects in it. */
const REQUIRED = [
  'activity_id',
  'category_uid',
  'class_uid',
  'cloud.provider',
  'finding_info.title',
  'finding_info.uid',
  'metadata.product.vendor_name',
  'metadata.version',
  'severity_id',
  'time',
  'type_uid',
];

test('every finding has what OCSF requires of a Detection Finding', () => {
  for (const finding of findings) {
    const event = ocsfFinding(finding, 'opened', '1.0.0');
    for (const path of REQUIRED) {
      const value = path.split('.').reduce<unknown>((part, name) => Reflect.get(Object(part), name), event);
      assert.notEqual(value, undefined, `${finding.type} ${path}`);
    }
    assert.equal(event['type_uid'], 200_401);
  }
});

test('what becomes of a finding is an activity and a status', () => {
  const [finding] = findings;
  assert.ok(finding);
  const said = (told: Finding, change: 'updated' | 'resolved' | 'reopened') => {
    const { activity_name: activity, status } = ocsfFinding(told, change, '1.0.0');
    return [activity, status];
  };
  assert.deepEqual(said(finding, 'updated'), ['Update', 'New']);
  assert.deepEqual(said({ ...finding, archived: true }, 'updated'), ['Update', 'Suppressed']);
  assert.deepEqual(said({ ...finding, resolvedAtMs: 1 }, 'resolved'), ['Close', 'Resolved']);
});

test('a finding names process, ancestors, container and unit, and says what to do', () => {
  const process = aProcess({
    container: { id: 'c'.repeat(64), runtime: 'docker', image: 'web:1', name: 'web' },
    ancestors: [{ pid: 6, executable: '/usr/sbin/nginx' }],
  });
  for (const sample of findings) {
    const { title, description, remedy } = describeFinding({ ...sample, evidence: { ...sample.evidence, process } });
    assert.ok(title.length <= 256 && title.startsWith('[SAMPLE] ') && title.includes('i-99999999'), title);
    assert.ok(remedy.length > 50);
    if (sample.evidence.request !== undefined)
      assert.match(
        description,
        /python3 \(pid 4711, unit app\.service, container web, started by \/usr\/sbin\/nginx\)/,
      );
  }
});
