import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';
import { accountOfAccessKey } from '../iam-id.ts';
import { validationError } from './errors.ts';

/** STS API Reference, `GetAccessKeyInfo`: whether the key exists is not told. */
export const getAccessKeyInfo: ActionOf<'sts', 'GetAccessKeyInfo'> = {
  act({ AccessKeyId }) {
    const account = accountOfAccessKey(AccessKeyId);
    if (account !== undefined) return ok({ Account: account });
    return err(validationError('The specified value for accessKeyId is invalid.'));
  },
};
