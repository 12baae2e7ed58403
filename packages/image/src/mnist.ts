import { idxSource } from './idx-source.ts';

/** MNIST (LeCun, Cortes and Burges). */
export const mnist = idxSource({
  name: 'mnist',
  description: 'handwritten digits, 28×28 grey (LeCun, Cortes and Burges)',
  classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  mirrors: [
    'https://ossci-datasets.s3.amazonaws.com/mnist/',
    'https://storage.googleapis.com/cvdf-datasets/mnist/',
    'https://raw.githubusercontent.com/fgnt/mnist/master/',
  ],
  checksums: {
    'train-images-idx3-ubyte.gz': {
      contentSha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
    },
    'train-labels-idx1-ubyte.gz': {
      contentSha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
    },
    't10k-images-idx3-ubyte.gz': {
      contentSha256: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
    },
    't10k-labels-idx1-ubyte.gz': {
      contentSha256: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
    },
  },
});
