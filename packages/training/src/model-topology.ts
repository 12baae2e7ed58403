import { z } from 'zod';

/** A layer's output as an input of another: its name, which of its nodes, which of that node's tensors. */
const reference = z.tuple([z.string(), z.int().min(0), z.int().min(0)]).rest(z.unknown());

const layer = z.looseObject({
  name: z.string(),
  class_name: z.string(),
  config: z.looseObject({}),
  inbound_nodes: z.array(z.array(reference)),
});

const references = z.array(reference).min(1);

const functional = z.looseObject({
  layers: z.array(layer).min(1),
  input_layers: references,
  output_layers: references,
});

type Layer = z.infer<typeof layer>;

/**
 * What is wrong with the topology of a layers model; undefined where nothing is.
 *
 * Of a functional model, as all of ours are, every layer must be reachable: TensorFlow.js builds a layer
 * once its inputs are there, so it waits for ever for one that is not, and for a circle. Of other classes
 * nothing is said: TensorFlow.js builds them in their order.
 *
 * @param topology `modelTopology` of a `model.json`; Keras' converter puts it into `model_config`.
 */
export function topologyProblem(topology: unknown): string | undefined {
  const { model_config: converted, ...own } = topology as { readonly model_config?: unknown };
  const found = modelClass.safeParse(converted ?? own);
  if (!found.success) return 'its topology has no class_name and config';
  return problemOf(found.data.class_name, found.data.config);
}

const modelClass = z.looseObject({ class_name: z.string(), config: z.unknown() });

function problemOf(className: string, config: unknown): string | undefined {
  if (className !== 'Model' && className !== 'Functional') return undefined;
  const parsed = functional.safeParse(config);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    return `its topology's ${path.map(String).join('.')}: ${message}`;
  }
  const { layers, input_layers: inputs, output_layers: outputs } = parsed.data;
  const byName = new Map(layers.map((each) => [each.name, each]));
  if (byName.size !== layers.length) return 'two layers have the same name';
  for (const { name, class_name: nested, config: inner, inbound_nodes: nodes } of layers) {
    const within = problemOf(nested, inner);
    if (within !== undefined) return within;
    for (const [before, node] of nodes.flat()) {
      const found = byName.get(before);
      if (!found) return `layer "${name}" follows "${before}", which is not there`;
      if (node >= nodeCount(found)) return `layer "${name}" follows a node that "${before}" lacks`;
    }
  }
  for (const [name, node] of [...inputs, ...outputs]) {
    const found = byName.get(name);
    if (!found || node >= nodeCount(found)) return `its input or output "${name}" is not there`;
  }
  return circleIn(layers);
}

/** A layer that follows none, an input, has one node. */
const nodeCount = ({ inbound_nodes: nodes }: Layer): number => Math.max(1, nodes.length);

/** Takes away layers whose inputs are there, until none is left but those that wait for each other. */
function circleIn(layers: readonly Layer[]): string | undefined {
  const built = new Set<string>();
  const key = (name: string, node: number): string => `${node} ${name}`;
  let waiting = layers.flatMap(({ name, inbound_nodes: nodes }) =>
    nodes.length === 0
      ? [{ name, node: 0, inputs: [] as string[] }]
      : nodes.map((inputs, node) => ({
          name,
          node,
          inputs: inputs.map(([before, index]) => key(before, index)),
        })),
  );
  while (waiting.length > 0) {
    const ready = waiting.filter(({ inputs }) => inputs.every((each) => built.has(each)));
    if (ready.length === 0) return `layer "${waiting[0].name}" follows itself`;
    for (const { name, node } of ready) built.add(key(name, node));
    waiting = waiting.filter(({ name, node }) => !built.has(key(name, node)));
  }
  return undefined;
}
