export {
  type BackendChoice,
  backendChoices,
  type BackendName,
  type Engine,
  useBackend,
} from './engine.ts';
export { BackendError } from './errors.ts';
