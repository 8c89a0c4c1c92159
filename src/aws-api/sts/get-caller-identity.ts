import { err, ok } from '#base';
import type { ActionOf } from '../action.ts';

/** STS API Reference, `GetCallerIdentity`. */
export const getCallerIdentity: ActionOf<'sts', 'GetCallerIdentity'> = {
  act(_, { caller: { principal } }) {
    if (!('accountId' in principal)) return err({ code: 'AccessDenied', message: 'Access denied', status: 403 });
    return ok({ UserId: principal.id, Account: principal.accountId, Arn: principal.arn });
  },
};
