import type { Subject } from '../category.ts';
import { issued } from '../content.ts';
import { composeIdentityDocument } from '../identity-document.ts';

/** Dynamic data: what is made when the instance starts, listed in the documented order. */
export const dynamic = {
  categories: [
    {
      path: 'dynamic/fws/instance-monitoring',
      since: '2009-04-04',
      present: 'when it is known whether detailed monitoring is on',
      value: ({ monitoring }) => monitoring,
    },
    {
      path: 'dynamic/instance-identity/document',
      since: '2009-04-04',
      order: 1,
      present: 'always',
      value: composeIdentityDocument,
    },
    {
      path: 'dynamic/instance-identity/rsa2048',
      since: '2009-04-04',
      order: 2,
      present: 'always',
      value: () => issued('rsa2048'),
    },
    {
      path: 'dynamic/instance-identity/pkcs7',
      since: '2009-04-04',
      order: 3,
      present: 'always',
      value: () => issued('pkcs7'),
    },
    {
      path: 'dynamic/instance-identity/signature',
      since: '2009-04-04',
      order: 4,
      present: 'always',
      value: () => issued('signature'),
    },
  ],
} satisfies Subject;
