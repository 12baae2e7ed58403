/** Loads how TensorFlow.js computes each kind of layer that geometry declares. */
import './activation.ts';
import './addition.ts';
import './blur-pooling.ts';
import './concatenation.ts';
import './convolution.ts';
import './dense.ts';
import './dropout.ts';
import './embedding.ts';
import './flatten.ts';
import './global-pooling.ts';
import './grouped-convolution.ts';
import './identity.ts';
import './maxout.ts';
import './normalization.ts';
import './pooling.ts';
import './softmax.ts';
import './upsampling.ts';
