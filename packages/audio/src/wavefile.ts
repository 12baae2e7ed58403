import wavefile from 'wavefile';

export const { WaveFile } = wavefile;
