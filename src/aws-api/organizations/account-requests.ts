import type { AccountRequest } from '#model';
import type { organizations } from '#protocol/aws';

/** What has come of a request to make an account. */
export function accountRequestView(request: AccountRequest): organizations.CreateAccountStatus {
  const at = new Date(request.atMs);
  return {
    Id: request.id,
    AccountName: request.accountName,
    State: request.failure === undefined ? 'SUCCEEDED' : 'FAILED',
    RequestedTimestamp: at,
    CompletedTimestamp: at,
    AccountId: request.accountId,
    FailureReason: request.failure,
  };
}
