// Bundlers for browsers take the ES module of the package, which has no default.
export { WaveFile } from 'wavefile';
