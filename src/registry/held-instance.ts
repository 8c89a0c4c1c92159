import { completeInstance } from '#model';
import type { Instance, InstanceDeclaration, ThrottleLimits } from '#model';
import { claimsOf } from './claim.ts';
import type { Claim } from './claim.ts';
import { unpackDeclaration, unpackOwn } from './pack-declaration.ts';
import type { RecentHolders } from './recent-holders.ts';
import type { Resident } from './resident.ts';
import type { SharedText } from './shared-texts.ts';

/** Where an instance stands in the registry. */
interface Standing {
  readonly id: string;
  readonly revision: number;
  /** The revision at which it was created: who comes first among several. */
  readonly order: number;
  /** Absent: running. */
  readonly state: InstanceDeclaration['state'];
  readonly throttle: ThrottleLimits | undefined;
}

/** A resident as the replica holds it: text until somebody asks. */
export class HeldInstance implements Resident {
  readonly id: string;
  readonly revision: number;
  readonly order: number;
  readonly shared: SharedText;
  /** Whether it may be asked: neither stopped nor terminated. */
  readonly answers: boolean;
  readonly throttle: ThrottleLimits | undefined;
  memo: unknown = undefined;
  current = true;
  readonly #own: string;
  readonly #completed: RecentHolders;
  #instance: Instance | undefined = undefined;

  constructor(standing: Standing, own: string, shared: SharedText, completed: RecentHolders) {
    this.id = standing.id;
    this.revision = standing.revision;
    this.order = standing.order;
    this.answers = standing.state !== 'stopped' && standing.state !== 'terminated';
    this.shared = shared;
    this.throttle = standing.throttle;
    this.#own = own;
    this.#completed = completed;
  }

  get instance(): Instance {
    return this.#instance ?? this.#complete();
  }

  /** What it is attached by, read again from its declaration: wanted seldom, so not kept. */
  claims(): readonly Claim[] {
    return claimsOf(this.id, unpackOwn(this.#own).attachments);
  }

  forget(): void {
    this.#instance = undefined;
    this.memo = undefined;
  }

  #complete(): Instance {
    const packed = { own: this.#own, shared: this.shared.text };
    this.#instance = completeInstance(unpackDeclaration(this.id, packed));
    this.#completed.add(this);
    return this.#instance;
  }
}

/** Which of two was created first. The id decides between changes made by hand that name no revision of creation. */
export function isEarlier(one: HeldInstance, other: HeldInstance): boolean {
  return one.order === other.order ? one.id < other.id : one.order < other.order;
}

/** The one created first. */
export function earliest(instances: Iterable<HeldInstance>): HeldInstance | undefined {
  let first: HeldInstance | undefined;
  for (const instance of instances) if (first === undefined || isEarlier(instance, first)) first = instance;
  return first;
}
