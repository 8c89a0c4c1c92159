import type * as Sqlite from 'node:sqlite';

/** Loads `node:sqlite` when the first database is opened. What older releases of Node 24 warn of while loading is left unsaid. */
export function loadSqlite(): typeof Sqlite {
  const spoken = Object.getOwnPropertyDescriptor(process, 'emitWarning');
  process.emitWarning = () => {};
  try {
    return process.getBuiltinModule('node:sqlite');
  } finally {
    if (spoken !== undefined) Object.defineProperty(process, 'emitWarning', spoken);
  }
}
