import type { ActionsOf } from '../action.ts';
import { decodeAuthorizationMessage } from './decode-authorization-message.ts';
import { getCallerIdentity } from './get-caller-identity.ts';

/** What STS does here. */
export const STS_ACTIONS = {
  DecodeAuthorizationMessage: decodeAuthorizationMessage,
  GetCallerIdentity: getCallerIdentity,
} satisfies ActionsOf<'sts'>;
