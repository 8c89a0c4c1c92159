import { itIsARegistry } from './contract.test-support.ts';
import { openMemoryRegistry } from './memory-registry.ts';

itIsARegistry('memory', async (options) => openMemoryRegistry(options));
