/** An engine of TensorFlow.js by its own name: `tensorflow` is the native library. */
export type BackendName = 'tensorflow' | 'wasm' | 'cpu';
/** What a call may ask for: an engine by name, or `auto`, the fastest that runs. */
export type BackendChoice = 'auto' | BackendName;
/** All that a call may ask for. */
export const backendChoices = ['auto', 'tensorflow', 'wasm', 'cpu'] as const;
