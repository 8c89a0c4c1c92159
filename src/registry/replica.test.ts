import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { completeInstance, parseAddress } from '#model';
import type { AddressKey, Attachment, InstanceState } from '#model';
import { declared, put } from './declaration.test-support.ts';
import type { Change } from './registry.ts';
import { Replica } from './replica.ts';

const LOOPBACK = key('127.0.0.1');
const LISTENER = key('169.254.169.254');

function key(text: string): AddressKey {
  const address = parseAddress(text);
  assert.ok(address !== undefined);
  return address;
}

function source(address: string, network = 'default'): Attachment {
  return { kind: 'source', address, network };
}

function destination(address: string, network = 'default'): Attachment {
  return { kind: 'destination', address, network };
}

function holding(...changes: readonly Change[]): Replica {
  const replica = new Replica();
  replica.apply(changes);
  return replica;
}

function caller(replica: Replica, peer: AddressKey, local: AddressKey = LISTENER): number {
  const id = replica.identify('default', peer, local)?.id;
  return id === undefined ? 0 : Number.parseInt(id.slice(2), 16);
}

describe('who is calling', () => {
  it('is the instance attached to the source', () => {
    const replica = holding(
      put(1, declared(1, { attachments: [source('10.0.0.1'), source('2001:db8::1')] })),
      put(2, declared(2, { attachments: [source('203.0.113.2')] })),
    );
    assert.equal(caller(replica, key('10.0.0.1')), 1);
    assert.equal(caller(replica, key('2001:db8:0::1')), 1);
    assert.equal(caller(replica, key('::ffff:10.0.0.1')), 1);
    assert.equal(caller(replica, key('203.0.113.2')), 2);
    assert.equal(caller(replica, key('10.0.0.2')), 0);
  });

  it('is the instance attached to the destination before the one attached to the source', () => {
    const replica = holding(
      put(1, declared(1, { attachments: [source('10.0.0.1')] })),
      put(2, declared(2, { attachments: [destination('127.0.0.2')] })),
    );
    assert.equal(caller(replica, key('10.0.0.1'), key('127.0.0.2')), 2);
    assert.equal(caller(replica, key('127.0.0.2'), key('10.0.0.1')), 0, 'the two are not confused');
  });

  it('depends on the network', () => {
    const replica = holding(
      put(1, declared(1, { attachments: [source('10.0.0.1', 'blue')] })),
      put(2, declared(2, { attachments: [source('10.0.0.1', 'green')] })),
    );
    assert.equal(replica.identify('blue', key('10.0.0.1'), LISTENER)?.id, declared(1).id);
    assert.equal(replica.identify('green', key('10.0.0.1'), LISTENER)?.id, declared(2).id);
    assert.equal(replica.identify('default', key('10.0.0.1'), LISTENER), undefined);
    assert.deepEqual(replica.conflicts(), []);
  });

  it('is, on loopback of the default network only, the first instance without attachments', () => {
    const replica = holding(
      put(1, declared(9, { attachments: [source('10.0.0.1')] })),
      put(2, declared(8)),
      put(3, declared(7)),
    );
    assert.equal(caller(replica, LOOPBACK), 8);
    assert.equal(caller(replica, key('::1')), 8);
    assert.equal(caller(replica, key('10.0.0.2')), 0);
    assert.equal(replica.identify('blue', LOOPBACK, LISTENER), undefined);
    const linkLocal = key('169.254.169.254');
    assert.equal(
      replica.identify('default', linkLocal, linkLocal)?.id,
      declared(8).id,
      'an address of this machine that calls itself',
    );
    replica.apply([put(4, declared(8, { tags: { Name: 'changed' } }))]);
    assert.equal(caller(replica, LOOPBACK), 8, 'a change does not send it to the end of the line');
    replica.apply([{ kind: 'instance', id: declared(8).id, revision: 5, body: undefined }]);
    assert.equal(caller(replica, LOOPBACK), 7);
  });

  it('is on loopback the one created first, whichever change came first', () => {
    const replica = holding(
      { ...put(7, declared(1)), createdRevision: 4 },
      { ...put(8, declared(2)), createdRevision: 2 },
      { ...put(9, declared(3)), createdRevision: 3 },
    );
    assert.equal(caller(replica, LOOPBACK), 2);
    replica.apply([{ ...put(10, declared(4)), createdRevision: 1 }]);
    assert.equal(caller(replica, LOOPBACK), 4);
  });

  const answering: Readonly<Record<InstanceState, boolean>> = {
    pending: true,
    running: true,
    stopping: true,
    'shutting-down': true,
    stopped: false,
    terminated: false,
  };
  for (const [state, answers] of Object.entries(answering)) {
    it(`is ${answers ? 'an' : 'not an'} instance that is ${state}`, () => {
      // The keys of a record of states are states.
      const replica = holding(
        put(1, declared(1, { state: state as InstanceState, attachments: [source('10.0.0.1')] })),
      );
      assert.equal(caller(replica, key('10.0.0.1')), answers ? 1 : 0);
      assert.equal(replica.find(declared(1).id)?.instance.state, state);
      assert.equal(replica.size, 1);
    });
  }

  it('is nobody where the instance is stopped, rather than another; and the next once it is terminated', () => {
    const attachments = [source('127.0.0.1')];
    const replica = holding(
      put(1, declared(1, { attachments })),
      put(2, declared(2, { attachments })),
      put(3, declared(3)),
      put(4, declared(4)),
    );
    replica.apply([put(5, declared(1, { attachments, state: 'stopped' })), put(6, declared(3, { state: 'stopped' }))]);
    assert.equal(caller(replica, LOOPBACK), 0);
    assert.equal(caller(replica, key('127.0.0.9')), 0);
    replica.apply([
      put(7, declared(1, { attachments, state: 'terminated' })),
      put(8, declared(3, { state: 'terminated' })),
    ]);
    assert.equal(caller(replica, LOOPBACK), 2);
    assert.equal(caller(replica, key('127.0.0.9')), 4);
  });

  it('changes when attachments do', () => {
    const replica = holding(put(1, declared(1, { attachments: [source('10.0.0.1')] })));
    replica.apply([put(2, declared(1, { attachments: [source('10.0.0.2')] }))]);
    assert.deepEqual([caller(replica, key('10.0.0.1')), caller(replica, key('10.0.0.2'))], [0, 1]);
    replica.apply([put(3, declared(1))]);
    assert.deepEqual([caller(replica, key('10.0.0.2')), caller(replica, LOOPBACK)], [0, 1]);
  });
});

describe('an address that several claim', () => {
  it('belongs to the instance created first, and is told', () => {
    const replica = holding(
      { ...put(5, declared(1, { attachments: [source('10.0.0.1')] })), createdRevision: 3 },
      { ...put(6, declared(2, { attachments: [source('10.0.0.1'), source('::ffff:10.0.0.1')] })), createdRevision: 1 },
      { ...put(7, declared(3, { attachments: [source('10.0.0.1')] })), createdRevision: 2 },
    );
    assert.equal(caller(replica, key('10.0.0.1')), 2);
    assert.deepEqual(replica.conflicts(), [
      {
        kind: 'source',
        network: 'default',
        address: '10.0.0.1',
        holder: declared(2).id,
        refused: [declared(3).id, declared(1).id],
      },
    ]);
  });

  it('goes to the next when its holder goes, until nobody is left', () => {
    const attachments = [destination('203.0.113.1', 'blue')];
    const replica = holding(...[1, 2, 3].map((number) => put(number, declared(number, { attachments }))));
    const holder = (): string | undefined => replica.identify('blue', LOOPBACK, key('203.0.113.1'))?.id;
    const remove = (number: number): void =>
      replica.apply([{ kind: 'instance', id: declared(number).id, revision: 10, body: undefined }]);
    remove(1);
    assert.equal(holder(), declared(2).id);
    assert.deepEqual(replica.conflicts()[0]?.refused, [declared(3).id]);
    remove(3);
    assert.deepEqual([holder(), replica.conflicts()], [declared(2).id, []]);
    remove(2);
    assert.deepEqual([holder(), [...replica.destinations('blue')]], [undefined, []]);
  });
});

describe('destinations', () => {
  it('are told as declared, once each, with their zone', () => {
    const replica = holding(
      put(1, declared(1, { attachments: [destination('127.0.0.5'), destination('fe80::1%tap0'), source('10.0.0.1')] })),
      put(2, declared(2, { attachments: [destination('::ffff:127.0.0.5'), destination('127.0.0.6', 'blue')] })),
    );
    assert.deepEqual([...replica.destinations('default')], ['127.0.0.5', 'fe80::1%tap0']);
    assert.deepEqual([...replica.destinations('blue')], ['127.0.0.6']);
    assert.deepEqual([...replica.destinations('green')], []);
    replica.apply([put(3, declared(1, { attachments: [destination('127.0.0.7')], state: 'stopped' }))]);
    assert.deepEqual([...replica.destinations('default')].sort(), ['127.0.0.7', '::ffff:127.0.0.5'].sort());
  });
});

describe('a resident', () => {
  it('is the whole instance, as declared and completed', () => {
    const declaration = declared(1, {
      state: 'stopping',
      instanceType: 't4g.small',
      availabilityZone: 'eu-west-1b',
      amiLaunchIndex: 3,
      reservationId: 'r-0123456789abcdef0',
      credentialsSinceMs: 5,
      tags: { Name: 'wéb-😀', id: 'i-of-a-tag' },
      userDataBase64: 'IyEvYmluL3No',
      networkInterfaces: [{ privateIpv4s: ['10.0.0.5'], publicAddresses: [{ publicIpv4: '203.0.113.5' }] }, {}],
      attachments: [source('10.0.0.5')],
    });
    const resident = holding(put(1, declaration)).find(declaration.id);
    assert.deepEqual(resident?.instance, completeInstance(declaration));
    assert.equal(resident.instance, resident.instance, 'completed once');
  });

  it('is another when the document has changed, and knows', () => {
    const replica = holding(put(1, declared(1)));
    const [before] = [replica.find(declared(1).id)];
    replica.apply([put(2, declared(1, { tags: { a: 'b' } }))]);
    const after = replica.find(declared(1).id);
    assert.notEqual(after, before);
    assert.deepEqual([before?.current, after?.current], [false, true]);
    assert.deepEqual(before?.instance.tags, {}, 'whoever still holds it sees what it was');
    replica.apply([{ kind: 'instance', id: declared(1).id, revision: 3, body: undefined }]);
    assert.deepEqual([after?.current, replica.size], [false, 0]);
  });

  it('stays the same when told again what it knows, or something older', () => {
    const replica = holding(put(5, declared(1)));
    const before = replica.find(declared(1).id);
    replica.apply([
      put(5, declared(1)),
      put(4, declared(1, { tags: { a: 'b' } })),
      { kind: 'instance', id: declared(1).id, revision: 3, body: undefined },
    ]);
    assert.equal(replica.find(declared(1).id), before);
  });

  it('forgets what can be made again once too many are complete', () => {
    const replica = new Replica({ completedLimit: 2 });
    replica.apply([1, 2, 3].map((number) => put(number, declared(number))));
    const [one, two, three] = [1, 2, 3].map((number) => replica.find(declared(number).id));
    assert.ok(one && two && three);
    const first = one.instance;
    one.memo = 'kept with it';
    assert.deepEqual([one.instance === first, two.instance.id, one.memo], [true, two.id, 'kept with it']);
    assert.equal(three.instance.id, three.id);
    assert.equal(one.memo, undefined);
    assert.notEqual(one.instance, first);
    assert.deepEqual(one.instance, first);
    for (const completedLimit of [0, -1, 1.5, Number.NaN]) {
      assert.throws(() => new Replica({ completedLimit }), /at least 1/);
    }
  });
});

describe('changes', () => {
  it('of other kinds are passed over', () => {
    const replica = holding({ ...put(1, declared(1)), kind: 'image' });
    assert.deepEqual([replica.size, replica.find(declared(1).id)], [0, undefined]);
  });

  it('that cannot be read take the instance away and are told with the reason, without harm to others', () => {
    const attachments = [source('10.0.0.1')];
    const wrong: readonly (readonly [string, RegExp])[] = [
      ['{', /not a JSON object/],
      ['[]', /not a JSON object/],
      ['null', /not a JSON object/],
      [JSON.stringify({ ...declared(1), id: declared(2).id }), /^id is not that/],
      [JSON.stringify({ ...declared(1), accountId: 123456789012 }), /^accountId is not a string/],
      [JSON.stringify({ ...declared(1), region: undefined }), /^region is not a string/],
      [JSON.stringify({ ...declared(1), launchTimeMs: '2024' }), /^launchTimeMs is not a number/],
      [JSON.stringify({ ...declared(1), revisedAtMs: null }), /^revisedAtMs is not a number/],
      [JSON.stringify({ ...declared(1), metadataOptions: 'required' }), /^metadataOptions is not an object/],
      [JSON.stringify({ ...declared(1), attachments: {} }), /^attachments is not a list/],
      [JSON.stringify({ ...declared(1), attachments: [...attachments, source('10.0.0')] }), /^attachments\[1\]/],
      [JSON.stringify({ ...declared(1), attachments: [{ kind: 'source', address: '10.0.0.1' }] }), /^attachments\[0\]/],
      [JSON.stringify({ ...declared(1), attachments: ['10.0.0.1'] }), /^attachments\[0\]/],
    ];
    for (const [body, reason] of wrong) {
      const replica = holding(put(1, declared(1, { attachments })));
      replica.apply([{ ...put(2, declared(1)), body }, put(3, declared(2, { attachments }))]);
      assert.match(replica.unreadable().get(declared(1).id) ?? '', reason);
      assert.deepEqual([replica.size, caller(replica, key('10.0.0.1')), caller(replica, LOOPBACK)], [1, 2, 0]);
      replica.apply([put(4, declared(1, { attachments }))]);
      assert.deepEqual([replica.unreadable().size, replica.size], [0, 2]);
    }
  });

  it('with an attachment of a later release leave the instance attached, if not by address', () => {
    const body = JSON.stringify({ ...declared(1), attachments: [{ kind: 'hypervisor', name: 'kvm0' }] });
    const replica = holding({ ...put(1, declared(1)), body });
    assert.deepEqual([replica.size, caller(replica, LOOPBACK)], [1, 0]);
  });
});
