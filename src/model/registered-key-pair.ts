import type { Tags } from './iam.ts';
import type { KeyPair } from './instance.ts';

/** A key pair as EC2 keeps it: what instances are given at launch, and where it came from. Never the private key. */
export interface RegisteredKeyPair extends KeyPair {
  /** `key-…` */
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly type: 'rsa' | 'ed25519';
  readonly fingerprint: string;
  readonly createdAtMs: number;
  readonly tags: Tags;
}
