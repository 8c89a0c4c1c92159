import type { Answer, ItemAnswer } from '#protocol/imds';

/** An item as the shelf keeps it: with what is to be told of those who read it. */
export interface ShelvedItem extends ItemAnswer {
  /** Present when the item holds credentials. */
  readonly credentials: ServedCredentials | undefined;
}

/** Which credentials an item holds. */
export interface ServedCredentials {
  readonly accessKeyId: string;
}

/** What an engine answers. */
export type ObservedAnswer = Exclude<Answer, ItemAnswer> | ShelvedItem;
