import type { Subject } from '../category.ts';
import { own } from '../own.ts';

/** The key pair given at launch, and what EC2 Instance Connect reads. */
export const keys = {
  placeholders: {
    'key-index': {
      candidates: () => ['0'],
      listedAs: ({ keyPair }, index) => `${index}=${keyPair?.name ?? ''}`,
    },
    'os-user': { candidates: ({ managedSshKeys }) => Object.keys(managedSshKeys?.activeKeys ?? {}) },
    fingerprint: { candidates: ({ managedSshKeys }) => Object.keys(managedSshKeys?.signerOcsp ?? {}) },
  },
  categories: [
    {
      path: 'meta-data/public-keys/{key-index}/openssh-key',
      since: '1.0',
      present: 'when a key pair was given at launch',
      // The only item that ends in a line feed: it is a line of `authorized_keys`.
      value: ({ keyPair }, [index]) => (keyPair === undefined || index !== '0' ? undefined : `${keyPair.publicKey}\n`),
    },
    {
      path: 'meta-data/managed-ssh-keys/active-keys/{os-user}',
      since: '2019-10-01',
      present: 'when a key was pushed for that user with EC2 Instance Connect a moment ago',
      value: ({ managedSshKeys }, [user]) => own(managedSshKeys?.activeKeys, user),
    },
    {
      path: 'meta-data/managed-ssh-keys/signer-cert',
      since: '2019-10-01',
      present: 'when EC2 Instance Connect is set up for the instance',
      value: ({ managedSshKeys }) => managedSshKeys?.signerCert,
    },
    {
      path: 'meta-data/managed-ssh-keys/signer-ocsp/{fingerprint}',
      since: '2019-10-01',
      present: 'when EC2 Instance Connect has an OCSP response for that certificate',
      value: ({ managedSshKeys }, [fingerprint]) => own(managedSshKeys?.signerOcsp, fingerprint),
    },
  ],
} satisfies Subject;
