// What runs in browsers, where the condition `browser` takes this file in place of index.ts.
export type { BackendName } from './backend-choices.ts';
export { type Engine, useBackend } from './engine.browser.ts';
export { type MemoryInUse, memoryInUse, withoutLeaks } from './leaks.ts';
