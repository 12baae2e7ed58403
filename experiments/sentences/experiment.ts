import { defineExperiment } from '@axiswise/experiment';
import {
  type AxisOf,
  convolution,
  defineAxes,
  dense,
  dropout,
  embedding,
  type EmbeddingTable,
  flatten,
  globalPooling,
  no,
  padded,
  parallel,
  slide,
  type Slide,
  span,
  type Span,
  type Strategy,
  upsampling,
  yes,
} from '@axiswise/geometry';
import {
  labelledWords,
  reviewOpinions,
  reviews,
  rtPolarity,
  sentenceDrawing,
  sentences,
  wordsOfEncoding,
} from '@axiswise/text';

const sentence = defineAxes({
  time: {
    patternsRecur: yes('a phrase may stand at the beginning or at the end'),
    subsamplable: no('with every second word dropped, it is another sentence'),
  },
  embedding: {
    patternsRecur: no('each dimension of a word vector means something of its own'),
    subsamplable: no('half of the dimensions are half of the meaning'),
  },
});
type SentenceStrategy = Strategy<AxisOf<typeof sentence>>;

/** Kim's three lengths of filters. */
const phrases = [3, 4, 5].map((length) =>
  slide(length, { padding: { before: length - 1, after: length - 1 } }),
);
/** Part of a vector. Moved in steps, because at every dimension it would take gigabytes. */
const part = slide(20, { stride: 10, control: true });

/** Three blocks of filters, which stand side by side. */
const sideBySide = (times: readonly (Slide | Span)[], embedding: Slide | Span) => ({
  blocks: times.map((time) => ({ move: { time, embedding } })),
});
const slideTime = sideBySide(phrases, span());
const slideBoth = sideBySide(phrases, part);
const slideEmbedding = sideBySide([span(), span(), span()], part);
const spanBoth = sideBySide([span(), span(), span()], span());
const shuffled = (strategy: SentenceStrategy): SentenceStrategy => ({
  ...strategy,
  shuffled: ['embedding'],
  expectation: 'the same as without shuffling: the order of the dimensions means nothing',
});

/** Where Kim's variants take their vectors from. */
const tables = {
  rand: [{ from: 'random', trained: true }],
  static: [{ from: 'vectors', trained: false }],
  'non-static': [{ from: 'vectors', trained: true }],
  multichannel: [
    { from: 'vectors', trained: false },
    { from: 'vectors', trained: true },
  ],
} as const satisfies Record<string, readonly EmbeddingTable[]>;

export default defineExperiment({
  name: 'sentences',
  title: 'Sentences: slide along time, span the embedding',
  cites: [
    'Kim 2014, "Convolutional neural networks for sentence classification": 100 filters each over 3, ' +
      '4 and 5 words and the whole embedding, max over time, dropout 0.5, norm at most 3, batches of ' +
      '50, Adadelta; vectors rand, static, non-static, multichannel',
    'Collobert et al. 2011, "Natural language processing (almost) from scratch": max over time',
  ],
  deviations: [
    'the vocabulary comes from the training part alone, Kim takes all sentences',
    'each filter is padded by its own length less one, Kim pads all by four words',
    'in multichannel each channel has weights of its own',
  ],
  axes: sentence,
  dataAxes: ['time'],
  example: { shape: [27, 1], classes: 2, vocabularySize: 968 },
  sources: [reviews, rtPolarity, reviewOpinions],
  dataFormats: { sentences, words: labelledWords },
  show: { draw: sentenceDrawing, tokens: wordsOfEncoding },

  strategies: {
    'slide-time': {
      ...slideTime,
      expectation: 'the best: a phrase means the same wherever it stands',
    },
    'slide-both': {
      ...slideBoth,
      expectation: 'worse: it mixes dimensions that have nothing in common',
    },
    'slide-embedding': {
      ...slideEmbedding,
      expectation:
        'much worse: each place in the sentence is learned anew, and dimensions are mixed',
    },
    'span-both': {
      ...spanBoth,
      expectation: 'worse: each place in the sentence is learned anew',
    },
    'slide-time-shuffled': shuffled(slideTime),
    'slide-both-shuffled': shuffled(slideBoth),
    'slide-embedding-shuffled': shuffled(slideEmbedding),
    'span-both-shuffled': shuffled(spanBoth),
  },
  options: {
    vectors: {
      default: 'rand',
      choices: ['rand', 'static', 'non-static', 'multichannel'],
      describe: 'where word vectors come from; all but rand need the data option vectors=FILE',
    },
    width: { default: 100, from: 20, describe: 'dimensions of random word vectors (Kim: 300)' },
    filters: { default: 100, describe: 'filters of each length' },
    dropout: { default: 0.5, integer: false, below: 1, describe: 'dropout of the pooled filters' },
  },
  network: ({ strategy, input, classes, head, targetAxes, options, vectorsWidth }) => [
    embedding(options.vectors === 'rand' ? options.width : (vectorsWidth ?? options.width), {
      along: 'embedding',
      tables: tables[options.vectors],
      shuffled: strategy.shuffled !== undefined,
    }),
    ...(targetAxes.length > 0
      ? // Each word has a label: no maximum over time, and a filter that spans it says the same of all words.
        [
          parallel(
            strategy.blocks.map((filters) => [
              convolution(options.filters, padded(filters)),
              ...(filters.move.embedding.move === 'slide' ? [globalPooling(['embedding'])] : []),
              upsampling({ time: input.lengths.time! }),
            ]),
          ),
          dropout(options.dropout),
          ...head,
        ]
      : [
          parallel(
            strategy.blocks.map((filters) => [
              convolution(options.filters, filters),
              globalPooling(sentence.names.filter((axis) => filters.move[axis].move === 'slide')),
            ]),
          ),
          flatten(),
          dropout(options.dropout),
          ...(classes > 0 ? [dense(classes, { activation: 'softmax', maxNorm: 3 })] : head),
        ]),
  ],
  baselines: {
    // A linear classifier of the mean of trained word vectors: word counts alone, no order.
    'bag-of-words': ({ head, targetAxes, options }) => [
      embedding(options.width, { along: 'embedding' }),
      ...(targetAxes.length > 0 ? [] : [globalPooling(['time'], { keep: 'average' }), flatten()]),
      ...head,
    ],
  },
  linearBaseline: 'bag-of-words',

  training: {
    epochs: 25,
    batchSize: 50,
    optimizer: { kind: 'adadelta', learningRate: 1, epsilon: 1e-6 },
    bestBy: 'accuracy',
    patience: 6,
    restoreBest: true,
    validation: 0.1,
  },
  tuning: {
    // Adadelta has no weight decay; Kim bounds the norm of the last layer instead.
    learningRate: { from: 0.1, to: 30, scale: 'log' },
    dropout: { from: 0, to: 0.8, scale: 'linear' },
  },
  comparison: {
    epochs: 12,
    batchSize: 16,
    trainExamples: 4500,
    options: { filters: 25, width: 50 },
  },
  expects:
    'rt-polarity, random vectors, ten folds: at least 75.5 % (Kim reports 76.1 %), bag of words below',
});
