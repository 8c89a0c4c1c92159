import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { MaintenanceEvent } from '#model';
import { anInstance } from './an-instance.test-support.ts';
import type { Said } from './an-instance.test-support.ts';
import { identityDocument, resolve } from './index.ts';

function text(said: Said, path: string): string | undefined {
  const content = resolve(anInstance(said), path);
  return content?.kind === 'text' ? content.text : undefined;
}

const REBOOT: MaintenanceEvent = {
  eventId: 'instance-event-0d59937288b749b32',
  code: 'system-reboot',
  description: 'scheduled reboot',
  state: 'active',
  notBeforeMs: Date.UTC(2019, 0, 21, 9, 0, 43),
  notAfterMs: Date.UTC(2019, 0, 21, 9, 17, 23),
  notBeforeDeadlineMs: undefined,
};

describe('scheduled events', () => {
  const path = '/latest/meta-data/events/maintenance/scheduled';

  test('are written byte for byte as documented', () => {
    assert.equal(
      text({ scheduledEvents: [REBOOT] }, path),
      `[
  {
    "NotBefore" : "21 Jan 2019 09:00:43 GMT",
    "Code" : "system-reboot",
    "Description" : "scheduled reboot",
    "EventId" : "instance-event-0d59937288b749b32",
    "NotAfter" : "21 Jan 2019 09:17:23 GMT",
    "State" : "active"
  }
]`,
    );
  });

  test('leave out the times they do not have, add the deadline they have, and escape what was said of them', () => {
    const stop: MaintenanceEvent = {
      ...REBOOT,
      description: 'a "quoted" word',
      notBeforeMs: Date.UTC(2026, 11, 3),
      notAfterMs: undefined,
      notBeforeDeadlineMs: Date.UTC(2026, 11, 31, 23, 59, 59),
    };
    assert.equal(
      text({ scheduledEvents: [stop, REBOOT] }, path)?.split('\n  },\n  {')[0],
      `[
  {
    "NotBefore" : "3 Dec 2026 00:00:00 GMT",
    "Code" : "system-reboot",
    "Description" : "a \\"quoted\\" word",
    "EventId" : "instance-event-0d59937288b749b32",
    "State" : "active",
    "NotBeforeDeadline" : "31 Dec 2026 23:59:59 GMT"`,
    );
  });

  test('that are over say so in their description, once', () => {
    const eventHistory: readonly MaintenanceEvent[] = [
      { ...REBOOT, state: 'completed' },
      { ...REBOOT, state: 'canceled', description: '[Canceled] scheduled reboot' },
    ];
    const history: unknown = JSON.parse(text({ eventHistory }, '/latest/meta-data/events/maintenance/history') ?? '');
    assert.ok(Array.isArray(history));
    assert.deepEqual(
      history.map((event: { Description: string }) => event.Description),
      ['[Completed] scheduled reboot', '[Canceled] scheduled reboot'],
    );
  });
});

describe('a Spot notice to terminate', () => {
  test('is one line with a space after colon and comma', () => {
    const spotInterruption = { action: 'terminate', timeMs: Date.UTC(2017, 8, 18, 8, 22) } as const;
    const action = text({ spotInterruption }, '/latest/meta-data/spot/instance-action');
    assert.equal(action, '{"action": "terminate", "time": "2017-09-18T08:22:00Z"}');
    assert.equal(text({ spotInterruption }, '/latest/meta-data/spot/termination-time'), '2017-09-18T08:22:00Z');
  });
});

describe('the identity document', () => {
  test('writes code lists with spaces inside the brackets', () => {
    const document = identityDocument(
      anInstance({ billingProducts: ['bp-6ba54002'], productCodes: ['a', 'b'], kernelId: 'aki-1', ramdiskId: 'ari-1' }),
    );
    assert.match(document, /^ {2}"billingProducts" : \[ "bp-6ba54002" \],$/m);
    assert.match(document, /^ {2}"marketplaceProductCodes" : \[ "a", "b" \],$/m);
    assert.match(document, /^ {2}"kernelId" : "aki-1",$/m);
    assert.match(document, /^ {2}"ramdiskId" : "ari-1",$/m);
  });

  test('names the IPv6 address of an IPv6-only instance, and none where there is none', () => {
    const ipv6Only = anInstance({ networkInterfaces: [{ ipv6s: ['2600:1f16::5'] }] });
    assert.match(identityDocument(ipv6Only), /^ {2}"privateIp" : "2600:1f16::5",$/m);
    const bare = anInstance({ networkInterfaces: [{ privateIpv4s: [] }] });
    assert.match(identityDocument(bare), /^ {2}"privateIp" : null,$/m);
  });
});
