import { suite } from 'node:test';
import { storeContract } from './contract.test-support.ts';
import { openMemoryStore } from './open-store.ts';

suite('the store in memory', () => storeContract(openMemoryStore));
