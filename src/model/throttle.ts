/** What an instance may ask for; an absent limit, and one of 0, is none. */
export interface ThrottleLimits {
  /** Packets that it may send in a second; the others are lost, as EC2 drops them. */
  readonly packetsPerSecond?: number;
  /** Requests that are answered in a second; the others get 503. */
  readonly requestsPerSecond?: number;
}
