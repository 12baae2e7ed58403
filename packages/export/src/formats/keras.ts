import type { ExportFormat } from '../export-format.ts';
import { kerasArchive } from '../keras/keras-archive.ts';
import { predictInPython } from '../runtimes/python.ts';

const file = 'model.keras';

export const keras: ExportFormat = {
  name: 'keras',
  describe: 'Keras 3, for TensorFlow, PyTorch and JAX',
  // Standard layers of TensorFlow.js are those of Keras.
  saysItself: () => false,
  write: (model, card) => new Map([[file, kerasArchive(card.name, model)]]),
  usage: ({ outputs }) => `import keras

${outputs.name} = keras.saving.load_model("${file}").predict(examples)`,
  runtime: 'Python with keras',
  predict: (cases) =>
    predictInPython(cases, {
      module: 'keras',
      code: `
# Keras takes TensorFlow unless told otherwise; any of the three will do.
if "KERAS_BACKEND" not in os.environ:
    found = [name for name in ("tensorflow", "torch", "jax") if importlib.util.find_spec(name)]
    os.environ["KERAS_BACKEND"] = found[0] if found else "numpy"
import keras
model = keras.saving.load_model(folder / "${file}")
return keras.ops.convert_to_numpy(model(examples, training=False))`,
    }),
};
