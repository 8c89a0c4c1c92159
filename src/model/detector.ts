import type { Tags } from './iam.ts';

/** GuardDuty's switch for one account and Region. */
export interface Detector {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  /** `deleted` is kept so that it does not come back by itself. */
  readonly status: 'enabled' | 'disabled' | 'deleted';
  /** When somebody asked for it; undefined: it was there from the start. */
  readonly createdAtMs: number | undefined;
  readonly updatedAtMs: number | undefined;
  /** How often is told of findings that go on. */
  readonly publishing: 'FIFTEEN_MINUTES' | 'ONE_HOUR' | 'SIX_HOURS';
  readonly clientToken?: string | undefined;
  readonly tags: Tags;
}
