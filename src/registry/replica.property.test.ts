import assert from 'node:assert/strict';
import { it } from 'node:test';

import fc from 'fast-check';

import { completeInstance, isLoopback, isMetadataAddress, parseAddress } from '#model';
import type { AddressKey, Attachment, InstanceDeclaration } from '#model';
import { declared } from './declaration.test-support.ts';
import { follow } from './follow.ts';
import { openMemoryRegistry } from './memory-registry.ts';
import { Replica } from './replica.ts';

const ADDRESSES = ['127.0.0.1', '::ffff:127.0.0.1', '203.0.113.1', '::1', 'fd00:ec2::254'];
const NETWORKS = ['default', 'blue'];
const KEYS: readonly AddressKey[] = ADDRESSES.flatMap((address) => parseAddress(address) ?? []);

type ByAddress = Extract<Attachment, { kind: 'source' | 'destination' }>;
type ByInterface = Extract<Attachment, { kind: 'interface' }>;

const TAP_NETWORK = '@interface tap0 port 80';

const byAddress: fc.Arbitrary<ByAddress> = fc.record({
  kind: fc.constantFrom('source', 'destination'),
  address: fc.constantFrom(...ADDRESSES),
  network: fc.constantFrom(...NETWORKS),
});
const byInterface: fc.Arbitrary<ByInterface> = fc.record(
  {
    kind: fc.constant('interface'),
    interface: fc.constantFrom('tap0', 'tap1'),
    address: fc.constantFrom(...ADDRESSES),
  },
  { requiredKeys: ['kind', 'interface'] },
);
const attachment: fc.Arbitrary<Attachment> = fc.oneof({ weight: 3, arbitrary: byAddress }, byInterface);

const isByAddress = (one: Attachment): one is ByAddress => one.kind === 'source' || one.kind === 'destination';
const isOnTap = (one: Attachment): one is ByInterface => one.kind === 'interface' && one.interface === 'tap0';
const put = fc.record({
  number: fc.integer({ min: 1, max: 5 }),
  more: fc.record(
    {
      state: fc.constantFrom('pending', 'running', 'stopped', 'terminated', undefined),
      attachments: fc.array(attachment, { maxLength: 3 }),
      tags: fc.constantFrom({}, { Name: 'a' }),
      imageId: fc.constantFrom('ami-1', 'ami-2'),
    },
    { requiredKeys: [] },
  ),
});
const command = fc.oneof(
  { weight: 3, arbitrary: put },
  { weight: 1, arbitrary: fc.record({ number: fc.integer({ min: 1, max: 5 }) }) },
);

/** What is true of the documents, in order of creation: an array to which new ones are pushed. */
class Model {
  readonly documents: InstanceDeclaration[] = [];

  put(declaration: InstanceDeclaration): void {
    const index = this.documents.findIndex(({ id }) => id === declaration.id);
    if (index === -1) this.documents.push(declaration);
    else this.documents[index] = declaration;
  }

  delete(id: string): void {
    const index = this.documents.findIndex((document) => document.id === id);
    if (index !== -1) this.documents.splice(index, 1);
  }

  claimants(kind: string, network: string, key: AddressKey): InstanceDeclaration[] {
    return this.#present().filter(({ attachments = [] }) =>
      attachments.some(
        (one) => isByAddress(one) && one.kind === kind && one.network === network && parseAddress(one.address) === key,
      ),
    );
  }

  /** Those attached to the interface tap0 from this address, then those who have it for themselves. */
  onTap(key: AddressKey): InstanceDeclaration[] {
    const whoSay = (isRight: (address: string | undefined) => boolean): InstanceDeclaration[] =>
      this.#present().filter(({ attachments = [] }) => attachments.some((one) => isOnTap(one) && isRight(one.address)));
    return [
      ...whoSay((address) => address !== undefined && parseAddress(address) === key),
      ...whoSay((address) => address === undefined),
    ];
  }

  tapIsWanted(): boolean {
    return this.#present().some(({ attachments = [] }) => attachments.some(isOnTap));
  }

  identify(network: string, peer: AddressKey, local: AddressKey): string | undefined {
    const isHere = isLoopback(peer) || isMetadataAddress(peer) || peer === local;
    const fromHere = network === 'default' && isHere;
    const byDefault = fromHere ? this.#present().filter(isUnattached) : [];
    const [first] = [
      ...this.claimants('destination', network, local),
      ...this.claimants('source', network, peer),
      ...(network === TAP_NETWORK ? this.onTap(peer) : []),
      ...byDefault,
    ];
    return first?.state === 'stopped' ? undefined : first?.id;
  }

  #present(): InstanceDeclaration[] {
    return this.documents.filter(({ state }) => state !== 'terminated');
  }
}

function isUnattached({ attachments = [] }: InstanceDeclaration): boolean {
  return attachments.length === 0;
}

it('a replica says what the documents say, while watching and after a restart', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 25 }), async (commands) => {
      const registry = openMemoryRegistry();
      const watching = new Replica({ completedLimit: 2 });
      await follow(registry, (changes) => watching.apply(changes));
      const model = new Model();
      for (const command of commands) {
        const declaration = declared(command.number, 'more' in command ? defined(command.more) : {});
        const body = 'more' in command ? JSON.stringify(declaration) : undefined;
        await registry.commit([{ kind: 'instance', id: declaration.id, body }]);
        if (body === undefined) model.delete(declaration.id);
        else model.put(declaration);
        agrees(watching, model);
      }
      const restarted = new Replica();
      restarted.apply(await registry.read(0));
      agrees(restarted, model);
    }),
    { numRuns: 300 },
  );
});

/** Without members that are undefined, as JSON has none. */
function defined(more: object): Partial<InstanceDeclaration> {
  return JSON.parse(JSON.stringify(more)) as Partial<InstanceDeclaration>;
}

function agrees(replica: Replica, model: Model): void {
  assert.equal(replica.size, model.documents.length);
  for (const declaration of model.documents) {
    assert.deepEqual(replica.find(declaration.id)?.instance, completeInstance(declaration));
  }
  for (const network of [...NETWORKS, TAP_NETWORK]) {
    for (const peer of KEYS) {
      for (const local of KEYS) {
        assert.equal(replica.identify(network, peer, local)?.id, model.identify(network, peer, local));
      }
    }
    const destinations = [...replica.destinations(network)].map(parseAddress);
    const expected = new Set(KEYS.filter((key) => model.claimants('destination', network, key).length > 0));
    assert.equal(destinations.length, expected.size);
    assert.deepEqual(new Set(destinations), expected);
  }
  assert.equal(replica.dedicatedListeners().has(TAP_NETWORK), model.tapIsWanted());
  assert.deepEqual(told(replica), contested(model));
}

function told(replica: Replica): Set<string> {
  return new Set(
    replica
      .conflicts()
      .filter(({ network }) => NETWORKS.includes(network))
      .map(({ kind, network, address, holder, refused }) =>
        [kind, network, parseAddress(address), holder, ...refused].join(' '),
      ),
  );
}

function contested(model: Model): Set<string> {
  const all = new Set<string>();
  for (const kind of ['source', 'destination']) {
    for (const network of NETWORKS) {
      for (const key of KEYS) {
        const ids = model.claimants(kind, network, key).map(({ id }) => id);
        if (ids.length > 1) all.add([kind, network, key, ...ids].join(' '));
      }
    }
  }
  return all;
}
