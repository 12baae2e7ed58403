import { stat } from 'node:fs/promises';
import path from 'node:path';
import { InputError } from '@axiswise/messages';

/** The file of a TensorFlow.js layers model that names all others. */
const modelFile = 'model.json';

/** What is said of a format that TensorFlow.js does not read: what it is, and what to do. */
type Refusal = (file: string) => readonly [problem: string, remedy: string];

const keras2: Refusal = (file) => {
  const folder = file.slice(0, -path.extname(file).length);
  return [
    `${file} is a Keras model in HDF5, which TensorFlow.js does not read`,
    `convert it in Python by "tensorflowjs_converter --input_format keras --output_format tfjs_layers_model ` +
      `${file} ${folder}" and name ${folder}/${modelFile} (what Keras 3 saved, save by tf_keras first)`,
  ];
};

/**
 * Formats of other software by the ending of a file's name. What converters do today, and the sources of it, are in
 * docs/visualize.md.
 */
const otherFormats: Readonly<Record<string, Refusal>> = {
  '.h5': keras2,
  '.hdf5': keras2,
  '.keras': (file) => [
    `${file} is a Keras archive, of which no converter that is kept makes a TensorFlow.js layers model`,
    `in Python, build the same model with tf_keras (Keras 2), give it the weights by set_weights, save it as .h5 ` +
      `and convert that with tensorflowjs_converter --input_format keras --output_format tfjs_layers_model`,
  ],
  '.onnx': (file) => [
    `${file} is an ONNX model, of which no converter that is kept makes a TensorFlow.js layers model: onnx2tf ` +
      `leads to a graph model, whose layers are gone`,
    `take the Keras model of the same network, as .h5, and convert that with tensorflowjs_converter`,
  ],
};

/**
 * Whether a place is that of an image model, and not of anything else: by the ending of the name, or because it is a
 * folder with a model.json.
 */
export async function isImageModel(place: string): Promise<boolean> {
  const ending = path.extname(place).toLowerCase();
  if (ending === '.json' || Object.hasOwn(otherFormats, ending)) return true;
  return (await isFolder(path.join(place, modelFile))) === false;
}

/**
 * The file of a model that lies at a place: the place itself, or the model.json in it.
 *
 * @throws InputError (`model-absent` where nothing is there) if it cannot be that of a TensorFlow.js layers model.
 */
export async function modelFileAt(place: string): Promise<string> {
  const ending = path.extname(place).toLowerCase();
  if (Object.hasOwn(otherFormats, ending)) {
    const [problem, remedy] = otherFormats[ending](place);
    throw new InputError('model', problem, { remedy });
  }
  const folder = await isFolder(place);
  if (folder === false) return place;
  const file = path.join(place, modelFile);
  if (folder && (await isFolder(file)) === false) return file;
  throw new InputError(
    'model-absent',
    folder ? `${place} holds no ${modelFile}` : `there is no model ${place}`,
    { remedy: `name the ${modelFile} of a TensorFlow.js layers model` },
  );
}

/** Undefined where nothing is there. */
async function isFolder(place: string): Promise<boolean | undefined> {
  try {
    return (await stat(place)).isDirectory();
  } catch {
    return undefined;
  }
}
