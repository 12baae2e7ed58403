import { checkVectors } from './vectors.fixture.ts';

// Needs a process of its own: the kernels are chosen once in each.
checkVectors('SSE41');
