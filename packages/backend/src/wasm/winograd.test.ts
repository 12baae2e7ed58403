import { describe } from 'vitest';
import { checkWinograd } from '../kernel-checks/winograd.fixture.ts';

describe("Winograd's algorithm on wasm", () => checkWinograd('wasm'));
