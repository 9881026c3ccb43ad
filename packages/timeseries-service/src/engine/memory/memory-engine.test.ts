import { engineContract } from '../contract.suite.js';
import { MemoryEngine } from './memory-engine.js';

engineContract('memory', {
  capabilities: { persistent: false, exclusive: false, shared: false },
  open: async () => new MemoryEngine(),
  clean: async () => {},
});
