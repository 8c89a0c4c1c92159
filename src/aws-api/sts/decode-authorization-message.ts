import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { decodeAuthorizationMessage as decode } from '../authorize/authorization-refusal.ts';

/** STS API Reference, `DecodeAuthorizationMessage`. */
export const decodeAuthorizationMessage: ActionOf<'sts', 'DecodeAuthorizationMessage'> = {
  act({ EncodedMessage }, { sessionKeys }) {
    const message = decode(EncodedMessage, sessionKeys());
    if (message !== undefined) return ok({ DecodedMessage: message });
    return err({
      code: 'InvalidAuthorizationMessageException',
      message: 'The message is not one that was encoded here.',
    });
  },
};
