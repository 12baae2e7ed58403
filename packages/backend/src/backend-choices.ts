/** An engine of TensorFlow.js by its own name: `tensorflow` is the native library. */
export type BackendName = 'tensorflow' | 'wasm' | 'cpu';
export type BackendChoice = 'auto' | BackendName;
export const backendChoices = ['auto', 'tensorflow', 'wasm', 'cpu'] as const;
