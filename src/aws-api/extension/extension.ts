import type { ApiRequest, ApiResponse } from '#protocol/aws';

/** What else is served on the API's port: for callers who are known and allowed as those of the AWS API are. */
export interface Extension {
  /** What its paths begin with, such as `/_openimds/v1/`. */
  readonly prefix: string;
  /** The service requests are signed for, and the prefix of its actions in policies. */
  readonly service: string;
  /** Finds out what a request wants, without doing any of it. */
  readonly route: (request: ApiRequest) => ExtensionCall;
  /** An error in the extension's own form. */
  readonly refuse: (status: number, code: string, message: string) => ApiResponse;
}

/** What one request to an extension wants. */
export interface ExtensionCall {
  /** As policies name it, without the service: `CreateFault`. */
  readonly action: string;
  /** What is kept of the input in the record of the call. Holds no secret. */
  readonly input: Readonly<Record<string, unknown>> | undefined;
  /** Does it, once the caller is known and allowed. */
  readonly act: (caller: ExtensionCaller) => Promise<StreamedResponse>;
}

/** Who makes a call. */
export interface ExtensionCaller {
  readonly accountId: string;
  readonly region: string;
  /** IP address of the client. */
  readonly sourceAddress: string;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
}

/** An answer whose body may go on for as long as the client listens. */
export interface StreamedResponse extends Omit<ApiResponse, 'body'> {
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
}
