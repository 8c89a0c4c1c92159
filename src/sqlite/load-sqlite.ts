import type * as Sqlite from 'node:sqlite';

/**
 * Loads `node:sqlite` when the first database is opened, so that workers that only hold a replica never do. Older releases
 * of Node 24 warn on stderr that it is experimental, once, while loading; only what is said in that moment is left unsaid.
 */
export function loadSqlite(): typeof Sqlite {
  const spoken = Object.getOwnPropertyDescriptor(process, 'emitWarning');
  process.emitWarning = () => {};
  try {
    return process.getBuiltinModule('node:sqlite');
  } finally {
    if (spoken !== undefined) Object.defineProperty(process, 'emitWarning', spoken);
  }
}
