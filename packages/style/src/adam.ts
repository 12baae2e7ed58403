import type { Evaluation, MinimizationStep } from './lbfgs.ts';

export interface AdamOptions {
  readonly evaluations: number;
  /** The approximate change of a coordinate per step. */
  readonly learningRate: number;
  readonly onEvaluation?: (best: MinimizationStep, evaluation: number) => Promise<void> | void;
}

/**
 * Minimises a function by Adam (Kingma and Ba 2015) with its usual constants. It stores two numbers
 * per coordinate where L-BFGS stores twenty, and needs more steps.
 *
 * @returns the best point that was evaluated.
 */
export async function minimizeByAdam(
  evaluate: (point: Float32Array) => Promise<Evaluation> | Evaluation,
  start: Float32Array,
  { evaluations, learningRate, onEvaluation }: AdamOptions,
): Promise<MinimizationStep> {
  const mean = new Float32Array(start.length);
  const square = new Float32Array(start.length);
  let point = Float32Array.from(start);
  let best: MinimizationStep | undefined;
  for (let t = 1; t <= evaluations; t++) {
    const here = { point, ...(await evaluate(point)) };
    if (!best || here.loss < best.loss) best = here;
    await onEvaluation?.(best, t);
    const next = Float32Array.from(point);
    const rate = (learningRate * Math.sqrt(1 - 0.999 ** t)) / (1 - 0.9 ** t);
    for (let i = 0; i < next.length; i++) {
      const gradient = here.gradient[i];
      mean[i] += 0.1 * (gradient - mean[i]);
      square[i] += 0.001 * (gradient * gradient - square[i]);
      // Gradients of a loss shared by a hundred thousand pixels are small, so the constant is small
      // too.
      next[i] -= (rate * mean[i]) / (Math.sqrt(square[i]) + 1e-12);
    }
    point = next;
  }
  return best!;
}
