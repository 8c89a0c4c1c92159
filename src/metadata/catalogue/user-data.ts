import type { Subject } from '../category.ts';

/** What was passed at launch for the instance to read. No bytes are no user data. */
export const userData = {
  categories: [
    {
      path: 'user-data',
      since: '1.0',
      present: 'when the instance has user data',
      value: ({ userDataBase64: base64 = '' }) => (base64 === '' ? undefined : { kind: 'user-data', base64 }),
    },
  ],
} satisfies Subject;
